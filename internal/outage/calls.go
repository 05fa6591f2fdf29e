package outage

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// callLimit bounds what is read of a body to find its call, in bytes: a day's
// orders are a tenth of it.
const callLimit = 8 << 20

// runsMethod says whether a request runs a model method that its body names
// (addons/web/controllers/dataset.py). Odoo executes what the body says, whatever
// the path is; a beacon has no method in its path at all.
func runsMethod(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/web/dataset/")
}

// callOf reads which model method a request runs, and leaves its body as it was.
// It is empty for a body that is longer than callLimit or holds no call.
func callOf(r *http.Request) string {
	if r.Body == nil {
		return ""
	}
	// A body that ends too soon is passed on as far as it came, and then its error.
	body, _ := io.ReadAll(io.LimitReader(r.Body, callLimit))
	r.Body = rejoined{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	return callIn(body)
}

// callIn is MODEL.METHOD of a JSON-RPC request's body, "" where it has none.
func callIn(body []byte) string {
	var envelope, params map[string]json.RawMessage // Go's structs would match names in other letters
	if json.Unmarshal(body, &envelope) != nil || json.Unmarshal(envelope["params"], &params) != nil {
		return ""
	}
	var model, method string
	if json.Unmarshal(params["model"], &model) != nil || json.Unmarshal(params["method"], &method) != nil {
		return ""
	}
	return model + "." + method
}

// rejoined is a body whose beginning was read ahead.
type rejoined struct {
	io.Reader
	io.Closer
}
