package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// maxBody bounds a request body; an order is a few kilobytes.
const maxBody = 16 << 20

// request is a JSON-RPC request as Odoo's client sends it.
type rpcRequest struct {
	ID     json.RawMessage `json:"id"`
	Params json.RawMessage `json:"params"`
}

// call is one model call.
type call struct {
	Model  string         `json:"model"`
	Method string         `json:"method"`
	Args   []any          `json:"args"`
	KWArgs map[string]any `json:"kwargs"`
	user   *user
}

func (c *call) name() string { return c.Model + "." + c.Method }

func (c *call) context() map[string]any {
	ctx, _ := c.KWArgs["context"].(map[string]any)
	return ctx
}

// arg is a positional argument, nil when the caller gave fewer.
func (c *call) arg(i int) any {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// id is an argument that names one record, alone or as a list of one.
func (c *call) id(i int) int {
	if list, ok := c.arg(i).([]any); ok && len(list) > 0 {
		return number(list[0])
	}
	return number(c.arg(i))
}

// option is an argument that may be given by position or by name.
func (c *call) option(i int, name string) any {
	if v := c.arg(i); v != nil {
		return v
	}
	return c.KWArgs[name]
}

// rpcError is an error as Odoo puts it into an answer with status 200.
type rpcError struct {
	code          int
	title         string
	kind, message string
}

func (e *rpcError) Error() string { return e.message }

var errExpired = &rpcError{100, "Odoo Session Expired", "odoo.http.SessionExpiredException", "Session expired"}

func userError(message string) error {
	return &rpcError{0, "Odoo Server Error", "odoo.exceptions.UserError", message}
}

func accessError(message string) error {
	return &rpcError{0, "Odoo Server Error", "odoo.exceptions.AccessError", message}
}

func missingError(message string) error {
	return &rpcError{0, "Odoo Server Error", "odoo.exceptions.MissingError", message}
}

// noResult is the answer of a method that returns nothing: the envelope then
// has no "result" key at all.
type noResult struct{}

// answer writes a JSON-RPC envelope; also an error has status 200.
func answer(w http.ResponseWriter, id json.RawMessage, result any, err error) {
	envelope := map[string]any{"jsonrpc": "2.0", "id": id}
	if id == nil {
		envelope["id"] = nil
	}
	if err != nil {
		w.Header().Del("X-Content-Type-Options") // nothing adds it to an error in Odoo
		var e *rpcError
		if !errors.As(err, &e) {
			e = &rpcError{0, "Odoo Server Error", "builtins.ValueError", err.Error()}
		}
		envelope["error"] = map[string]any{"code": e.code, "message": e.title, "data": map[string]any{
			"name": e.kind, "message": e.message, "arguments": []string{e.message},
			"context": map[string]any{}, "debug": "Traceback of the demo server\n" + e.kind + ": " + e.message + "\n",
		}}
		if e == errExpired {
			envelope["id"] = nil // so does Odoo: the call was never read
		}
	} else if _, none := result.(noResult); !none {
		envelope["result"] = result
	}
	writeJSON(w, http.StatusOK, envelope)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "encode the answer: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", fmt.Sprint(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text) // a till that went away is no error of the server
}

func readRPC(w http.ResponseWriter, r *http.Request) (rpcRequest, error) {
	var q rpcRequest
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&q)
	if err != nil {
		return q, fmt.Errorf("read a JSON-RPC request: %w", err)
	}
	return q, nil
}

// callKW serves POST /web/dataset/call_kw/<model>/<method>.
func (s *Server) callKW(w http.ResponseWriter, r *http.Request) {
	q, err := readRPC(w, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var c call
	if err := json.Unmarshal(q.Params, &c); err != nil {
		answer(w, q.ID, nil, fmt.Errorf("read the call: %w", err))
		return
	}
	noteCall(r, c.name())
	if c.user = s.userOf(r); c.user == nil {
		answer(w, q.ID, nil, errExpired)
		return
	}
	handler := s.calls[c.name()]
	if handler == nil {
		message := fmt.Sprintf("The method '%s' does not exist", c.name())
		answer(w, q.ID, nil, &rpcError{0, "Odoo Server Error", "builtins.AttributeError", message})
		return
	}
	if c.user.role == "" && strings.HasPrefix(c.Model, "pos.") {
		answer(w, q.ID, nil, accessError("You are not allowed to access this record"))
		return
	}
	if how := s.faults.spoils(&c); how != nil {
		if how.After {
			_, _ = s.once(&c, handler)
		}
		how.answer(w, q.ID)
		return
	}
	result, err := s.once(&c, handler)
	answer(w, q.ID, result, err)
}

func (how *Spoiled) answer(w http.ResponseWriter, id json.RawMessage) {
	if how.Lost {
		// Where nothing of an answer came, Chrome makes the call again by itself on a
		// connection that it has used before, a POST too (ShouldResendRequest in
		// http_network_transaction.cc): the answer breaks off behind its first byte,
		// which a proxy in between passes on with the head.
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write([]byte("{")) // it is lost all the same
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	if how.Error != "" {
		answer(w, id, nil, &rpcError{0, "Odoo Server Error", "odoo.exceptions.UserError", how.Error})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(how.Status)
	_, _ = w.Write([]byte(how.Body))
}

// jsonRoute wraps a JSON-RPC endpoint that is not a model call.
func (s *Server) jsonRoute(public bool, f func(w http.ResponseWriter, r *http.Request, params json.RawMessage) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := readRPC(w, r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if !public && s.userOf(r) == nil {
			answer(w, q.ID, nil, errExpired)
			return
		}
		result, err := f(w, r, q.Params)
		answer(w, q.ID, result, err)
	}
}

// callTable lists every model call that the demo answers; a call that is not
// here fails as it would on a server without that method.
func (s *Server) callTable() map[string]func(*call) (any, error) {
	table := map[string]func(*call) (any, error){}
	for _, group := range []map[string]func(*call) (any, error){
		s.bootCalls(), s.sessionCalls(), s.orderCalls(), s.cashCalls(), s.loyaltyCalls(), s.recordCalls(), s.lookupCalls(),
	} {
		for name, f := range group {
			table[name] = f
		}
	}
	return table
}
