// The tests of this package prove that no secret is left in a text or a JSON
// document, in whatever form it is written.
package redact

import (
	"strings"
	"testing"
)

const (
	password = "Xk9-puzzle"
	cookie   = "qWm3Zt_Lq8-0aVbNcR5"
)

// TestText is the table of what goes and what stays.
func TestText(t *testing.T) {
	r := New(password, cookie)
	for _, c := range []struct{ name, in, want string }{
		{"plain text", "the loading screen did not go away", "the loading screen did not go away"},
		{"known password", "typed Xk9-puzzle twice: Xk9-puzzle Xk9-puzzle", "typed [redacted] twice: [redacted] [redacted]"},
		{"known password in an address", "/x?p=Xk9-puzzle&q=1", "/x?p=[redacted]&q=1"},
		{"known cookie anywhere", "value " + cookie + ".", "value [redacted]."},
		{"part of a longer word", "Xk9-puzzles", "Xk9-puzzles"},
		{"session id in an address", "http://shop/pos/ui/1?session_id=abc123&unique=7", "http://shop/pos/ui/1?session_id=[redacted]&unique=7"},
		{"percent-encoded", "/r?next=%2F%3Fsession_id%3Dabc123", "/r?next=%2F%3Fsession_id%3D[redacted]"},
		{"the number of a POS session stays", `pos_session_id=3 "pos_session_id": 3`, `pos_session_id=3 "pos_session_id": 3`},
		{"cookie header to its end", "Cookie: session_id=abc; frontend_lang=en_US", "Cookie: [redacted]"},
		{"set-cookie header", "a\nset-cookie: session_id=abc; Path=/\nb", "a\nset-cookie: [redacted]\nb"},
		{"authorization", "Authorization: Basic YWRtaW46YWRtaW4=", "Authorization: [redacted]"},
		{"bearer in a sentence", "sent bearer abcdefgh12345678 to it", "sent bearer [redacted] to it"},
		{"JSON in a string", `{"login":"till1","password":"hunter22"}`, `{"login":"till1","password":"[redacted]"}`},
		{"JSON in a string in a string", `{\"password\": \"hunter22\"}`, `{\"password\": \"[redacted]\"}`},
		{"form body", "login=till1&password=hunter22&redirect=", "login=till1&password=[redacted]&redirect="},
		{"csrf token", "csrf_token: 'f00ba4'", "csrf_token: '[redacted]'"},
		{"object literal", "{access_token: abc}", "{access_token: [redacted]}"},
		{"user in an address", "https://till1:hunter22@shop/pos", "https://[redacted]@shop/pos"},
		{"web token", "got eyJhbGciOi.eyJzdWIi.c2ln here", "got [redacted] here"},
		{"an at sign that is none", "https://shop/pos?mail=a@b.c", "https://shop/pos?mail=a@b.c"},
		{"words that only look like it", "pinned: true, tokens: 3, sidebar=on", "pinned: true, tokens: 3, sidebar=on"},
	} {
		if got := r.Text(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if once := r.Text(c.in); r.Text(once) != once {
			t.Errorf("%s: a second time it says %s", c.name, r.Text(once))
		}
	}
}

func TestJSON(t *testing.T) {
	r := New(password)
	for _, c := range []struct{ name, in, want string }{
		{"order and numbers stay", `{"b":1.50,"a":[true,null,"x"]}`, `{"b":1.50,"a":[true,null,"x"]}`},
		{"field of that name", `{"password":"a","session_id":17,"token":null,"pin":false}`, `{"password":"[redacted]","session_id":"[redacted]","token":null,"pin":false}`},
		{"all below it", `{"cookie":{"value":"a","list":["b",1]}}`, `{"cookie":{"value":"[redacted]","list":["[redacted]","[redacted]"]}}`},
		{"header of HAR", `{"name":"X-CSRF-Token","value":"a"}`, `{"name":"X-CSRF-Token","value":"[redacted]"}`},
		{"other header", `{"name":"Accept","value":"text/html"}`, `{"name":"Accept","value":"text/html"}`},
		{"text inside", `["<p>Xk9-puzzle</p>"]`, `["<p>[redacted]</p>"]`},
		{"key", `{"Xk9-puzzle":1}`, `{"[redacted]":1}`},
	} {
		got, err := r.JSON([]byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s:\n got %s (%v)\nwant %s", c.name, got, err, c.want)
		}
	}
	for _, broken := range []string{"", "{", `{"a":1} 2`, "[1,"} {
		if got, err := r.JSON([]byte(broken)); err == nil {
			t.Errorf("%q became %s", broken, got)
		}
	}
}

// A secret of one letter would take the text with it.
func TestShortSecrets(t *testing.T) {
	if got := New("redacted").Text("redacted"); !strings.HasPrefix(got, "[") {
		t.Errorf("%q", got)
	}
	if got := New("a", "").Text("a cat"); got != "a cat" {
		t.Errorf("%q", got)
	}
	if got := New("p+q rs").Text("x=p%2Bq+rs"); strings.Contains(got, "%2Bq") {
		t.Errorf("%q", got)
	}
}
