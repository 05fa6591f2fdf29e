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

// page renders one of the embedded pages.
func (g *Gate) page(status int, name string, header map[string]string, data map[string]any) answer {
	if data == nil {
		data = map[string]any{}
	}
	data["Nonce"] = g.nonce
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

// refusal is for a host other than the target.
func (g *Gate) refusal() answer {
	return g.page(http.StatusForbidden, "refused.html", nil, nil)
}
