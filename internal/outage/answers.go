package outage

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strconv"
)

//go:embed answers/*.html
var answerFiles embed.FS

var pages = template.Must(template.ParseFS(answerFiles, "answers/*.html"))

// answer is what the gate says in the place of the target. A zero status is no
// answer at all.
type answer struct {
	status int
	header map[string]string
	body   []byte
}

var noAnswer answer

func (a answer) write(w http.ResponseWriter, r *http.Request) {
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	// The connection belongs to this fault only.
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body)
	}
}

// answerer makes what the gate says in the place of the target. Every body has the
// nonce.
type answerer struct{ nonce string }

// page renders one of the embedded pages.
func (a answerer) page(status int, name string, header map[string]string, data map[string]any) answer {
	if data == nil {
		data = map[string]any{}
	}
	data["Nonce"] = a.nonce
	var body bytes.Buffer
	if err := pages.ExecuteTemplate(&body, name, data); err != nil {
		// The templates are ours and constant; a test renders each.
		panic(err)
	}
	if header == nil {
		header = map[string]string{}
	}
	header["Content-Type"] = "text/html; charset=utf-8"
	return answer{status: status, header: header, body: body.Bytes()}
}

// control is the answer that is the gate's own.
func (a answerer) control() answer {
	return a.page(http.StatusOK, "control.html", map[string]string{"Cache-Control": "no-store"}, nil)
}

// refusal is for a host other than the target.
func (a answerer) refusal() answer {
	return a.page(http.StatusForbidden, "refused.html", nil, nil)
}
