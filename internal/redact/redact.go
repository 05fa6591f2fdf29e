// Package redact takes secrets out of what is kept as evidence. Everything that
// is written there passes through it, whatever it is made of: evidence is sent
// around, put into tickets and uploaded by CI.
package redact

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Gone stands where a secret was.
const Gone = "[redacted]"

// names are the fields, headers, cookies and parameters whose value is a
// secret, in lower case with underscores. Odoo's pos_session_id is not: it is
// the number of a cash register's day.
var names = []string{
	"authorization", "proxy_authorization", "cookie", "set_cookie", "session_id", "sid",
	"password", "passwd", "pwd", "new_password", "old_password", "confirm_password", "pin",
	"token", "csrf_token", "x_csrf_token", "access_token", "refresh_token", "auth_token", "id_token",
	"api_key", "apikey", "x_api_key", "secret", "client_secret",
}

// Secret says whether the value under this name is one.
func Secret(name string) bool {
	return slices.Contains(names, strings.ReplaceAll(strings.ToLower(name), "-", "_"))
}

// What is a secret by its looks. The value of a header goes to the end of the
// line, that of anything else to the next character that cannot be in one.
// Quotes and backslashes around it are those of JSON inside a string.
var (
	header = regexp.MustCompile(`(?im)\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']?\s*[:=]\s*\\*["']?)[^"'\r\n]+`)
	named  = regexp.MustCompile(`(?i)((?:\b|%[0-9a-f]{2})(?:` + alternatives() + `))(\\*["']?\s*(?:[:=]|%3[aAdD])\s*\\*["']?)[^\s&;,"'\\<>()\[\]{}]+`)
	bearer = regexp.MustCompile(`(?i)\b(bearer)(\s+)[a-z0-9._~+/=-]{8,}`)
	user   = regexp.MustCompile(`(?i)(\b[a-z][a-z0-9+.-]*://)()[^/?#\s@]+@`)
	jwt    = regexp.MustCompile(`\b()()eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*`)
)

func alternatives() string {
	var out []string
	for _, name := range names {
		out = append(out, strings.ReplaceAll(name, "_", "[-_]"))
	}
	return strings.Join(out, "|")
}

// Redactor knows the secrets of one run by their value as well.
type Redactor struct{ exact []*regexp.Regexp }

// New returns a redactor that also takes out these values, wherever they stand
// as a word of their own. Too short ones are left alone: a text without every
// "1" in it explains nothing.
func New(secrets ...string) *Redactor {
	r := &Redactor{}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret)} {
			if len(form) >= 4 {
				r.exact = append(r.exact, regexp.MustCompile(`(^|[^A-Za-z0-9])`+regexp.QuoteMeta(form)+`($|[^A-Za-z0-9])`))
			}
		}
	}
	return r
}

// Text returns s without its secrets.
func (r *Redactor) Text(s string) string {
	for _, secret := range r.exact {
		for range 2 { // two in a row share what stands between them
			s = secret.ReplaceAllString(s, "${1}"+Gone+"${2}")
		}
	}
	for _, known := range []*regexp.Regexp{header, named, bearer, jwt} {
		s = known.ReplaceAllString(s, "${1}${2}"+Gone)
	}
	return user.ReplaceAllString(s, "${1}"+Gone+"@")
}

// JSON returns the JSON text without the secrets in its strings, on one line:
// every string is a text, the value of a field with the name of a secret is
// gone, and so is the value of {"name": …, "value": …}, as HAR writes headers.
func (r *Redactor) JSON(raw []byte) ([]byte, error) {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	var out bytes.Buffer
	if err := r.value(in, &out, false); err != nil {
		return nil, fmt.Errorf("redacting: %w", err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("redacting: more than one JSON value")
	}
	return out.Bytes(), nil
}

// value copies the next value. Under a secret name only null, true and false
// stay, since they say whether there was one.
func (r *Redactor) value(in *json.Decoder, out *bytes.Buffer, secret bool) error {
	token, err := in.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return r.list(in, out, secret)
		}
		return r.object(in, out, secret)
	case string:
		if secret && token != "" {
			token = Gone
		}
		write(out, r.Text(token))
	case json.Number:
		if secret {
			write(out, Gone)
		} else {
			out.WriteString(token.String())
		}
	default:
		write(out, token)
	}
	return nil
}

func (r *Redactor) list(in *json.Decoder, out *bytes.Buffer, secret bool) error {
	out.WriteByte('[')
	for i := 0; in.More(); i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := r.value(in, out, secret); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	_, err := in.Token()
	return err
}

func (r *Redactor) object(in *json.Decoder, out *bytes.Buffer, secret bool) error {
	out.WriteByte('{')
	named := "" // value of the member "name"
	for i := 0; in.More(); i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		token, err := in.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder gives nothing else here
		write(out, r.Text(key))
		out.WriteByte(':')
		began := out.Len()
		if err := r.value(in, out, secret || Secret(key) || key == "value" && Secret(named)); err != nil {
			return err
		}
		if key == "name" {
			_ = json.Unmarshal(out.Bytes()[began:], &named) // "" when it is no string
		}
	}
	out.WriteByte('}')
	_, err := in.Token()
	return err
}

// write encodes a string, a bool or null.
func write(out *bytes.Buffer, v any) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)             // these always encode
	out.Truncate(out.Len() - 1) // the line end
}
