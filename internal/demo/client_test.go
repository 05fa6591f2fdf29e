package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"
)

// client is a browser without a browser: cookies, no redirects followed.
type client struct {
	t    *testing.T
	s    *Server
	http *http.Client
}

func start(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func newClient(t *testing.T, s *Server) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t, s, &http.Client{
		Jar: jar, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(c.http.CloseIdleConnections)
	return c
}

// loggedIn is a client after the log-in over JSON-RPC.
func loggedIn(t *testing.T, s *Server, name string) *client {
	t.Helper()
	c := newClient(t, s)
	var info struct{ UID int }
	if err := c.rpc("/web/session/authenticate", record{"db": "", "login": name, "password": name}, &info); err != nil {
		t.Fatal(err)
	}
	if info.UID == 0 {
		t.Fatal("the log-in gave no user")
	}
	return c
}

func (c *client) get(path string, headers ...string) (*http.Response, string) {
	c.t.Helper()
	r, err := http.NewRequest(http.MethodGet, c.s.URL()+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return c.do(r)
}

func (c *client) do(r *http.Request) (*http.Response, string) {
	c.t.Helper()
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res, string(body)
}

// rpc makes a JSON-RPC request; an error of the server comes back as *rpcError.
func (c *client) rpc(path string, params, result any) error {
	c.t.Helper()
	body, err := json.Marshal(record{"id": 7, "jsonrpc": "2.0", "method": "call", "params": params})
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, c.s.URL()+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	res, text := c.do(r)
	if res.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: status %d: %s", path, res.StatusCode, text)
	}
	var envelope struct {
		ID     any
		Result json.RawMessage
		Error  *struct {
			Code    int
			Message string
			Data    struct{ Name, Message string }
		}
	}
	if err := json.Unmarshal([]byte(text), &envelope); err != nil {
		c.t.Fatal(err)
	}
	if e := envelope.Error; e != nil {
		return &rpcError{e.Code, e.Message, e.Data.Name, e.Data.Message}
	}
	if result == nil || len(envelope.Result) == 0 {
		return nil
	}
	return json.Unmarshal(envelope.Result, result)
}

func (c *client) call(model, method string, result any, args ...any) {
	c.t.Helper()
	if err := c.callKW(model, method, result, record{}, args...); err != nil {
		c.t.Fatalf("%s.%s: %v", model, method, err)
	}
}

func (c *client) callKW(model, method string, result any, kwargs record, args ...any) error {
	c.t.Helper()
	if args == nil {
		args = []any{}
	}
	return c.rpc("/web/dataset/call_kw/"+model+"/"+method,
		record{"model": model, "method": method, "args": args, "kwargs": kwargs}, result)
}
