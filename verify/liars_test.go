package verify_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"poswarm/internal/demo"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// liar is a demo whose network lies on the way: what it changes in questions
// and answers, the server and the browser take for the truth.
type liar struct {
	ask    func(*http.Request)
	answer func(*http.Response)
	demo   demo.Options
}

// serve starts the demo behind the liar.
func (l liar) serve(t *testing.T) (*demo.Server, *verify.Bench) {
	t.Helper()
	server, inner := demoAt(t, l.demo)
	proxy := &httputil.ReverseProxy{
		ErrorLog: log.New(t.Output(), "", 0),
		// No answer is no answer: a made-up one would come from a server.
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(inner)
			p.Out.Host = p.In.Host
			if l.ask != nil {
				l.ask(p.Out)
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if l.answer != nil {
				l.answer(r)
			}
			return nil
		},
	}
	front := unstarted(t, proxy)
	front.Start()
	return server, benchOf(t, front)
}

// told reads a lie, or a scenario that only a lie needs.
func told(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "lies", file))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// parsed is a scenario of the lies.
func parsed(t *testing.T, name string) []*scenario.Scenario {
	t.Helper()
	file := name + ".yaml"
	s, err := scenario.Parse(filepath.Join("testdata", "lies", file), told(t, file))
	if err != nil {
		t.Fatal(err)
	}
	return []*scenario.Scenario{s}
}

// lyingWorker puts the lie before the text of the worker, where it sees every
// request first.
func lyingWorker(t *testing.T, lie string) liar {
	t.Helper()
	text := told(t, "worker/"+lie+".js")
	return liar{answer: func(r *http.Response) {
		if r.Request.URL.Path == "/pos/service-worker.js" {
			rewrite(r, func(worker []byte) []byte { return append(text, worker...) })
		}
	}}
}

// lyingPage puts the lie into the head of the POS page.
func lyingPage(t *testing.T, lie string) liar {
	t.Helper()
	script := append(told(t, "page/when-booted.js"), told(t, "page/"+lie+".js")...)
	script = bytes.ReplaceAll(script, []byte("</"), []byte(`<\/`)) // inside a script element
	return liar{answer: func(r *http.Response) {
		if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
			rewrite(r, func(page []byte) []byte {
				return bytes.Replace(page, []byte("</head>"), []byte("<script>"+string(script)+"</script></head>"), 1)
			})
		}
	}}
}

func rewrite(r *http.Response, change func([]byte) []byte) {
	body, _ := io.ReadAll(r.Body) // a short answer shows in the browser
	body = change(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Del("Content-Length")
}

// otherWorkerFrom hands out Odoo's own worker from the n-th POS page on, as a
// server does whose addon was taken away. The page asks for it at once, where
// Chrome takes its time.
func otherWorkerFrom(t *testing.T, n int32) liar {
	t.Helper()
	stock, err := os.ReadFile("../internal/demo/web/stock-like-worker.js")
	if err != nil {
		t.Fatal(err)
	}
	var pages atomic.Int32
	lie := lyingPage(t, "looks-for-another-worker")
	page := lie.answer
	lie.answer = func(r *http.Response) {
		if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
			pages.Add(1)
		}
		if r.Request.URL.Path == "/pos/service-worker.js" && pages.Load() >= n {
			rewrite(r, func([]byte) []byte { return stock })
		}
		page(r)
	}
	return lie
}

// elsewhere sends everybody who asks for the POS to another origin.
func elsewhere(r *http.Response) {
	if host := r.Request.Host; strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") && strings.HasPrefix(host, "127.0.0.1:") {
		r.StatusCode = http.StatusSeeOther
		r.Header.Set("Location", "http://"+strings.Replace(host, "127.0.0.1", "localhost", 1)+r.Request.URL.RequestURI())
	}
}

// orderCall changes the orders that a till sends.
func orderCall(t *testing.T, change func(orders []any) []any) func(*http.Request) {
	return func(r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/sync_from_ui") {
			return
		}
		body, _ := io.ReadAll(r.Body) // the server complains about a cut body
		setBody(r, changed(t, body, change))
	}
}

func setBody(r *http.Request, body []byte) {
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

// changed is a call with other orders in it.
func changed(t *testing.T, body []byte, change func(orders []any) []any) []byte {
	var call map[string]any
	if err := json.Unmarshal(body, &call); err != nil {
		t.Error(err)
		return body
	}
	args := call["params"].(map[string]any)["args"].([]any)
	args[0] = change(args[0].([]any))
	out, err := json.Marshal(call)
	if err != nil {
		t.Error(err)
	}
	return out
}

// each changes every order.
func each(change func(order map[string]any)) func([]any) []any {
	return func(orders []any) []any {
		for _, order := range orders {
			change(order.(map[string]any))
		}
		return orders
	}
}

// created are the values of the records that an order brings along.
func created(order map[string]any, field string) []map[string]any {
	var out []map[string]any
	commands, _ := order[field].([]any)
	for _, command := range commands {
		if values, ok := command.([]any)[2].(map[string]any); ok {
			out = append(out, values)
		}
	}
	return out
}

// asAnother gives an order and all that it brings along uuids of their own: the
// server refuses lines and payments that it has.
func asAnother(order map[string]any) {
	order["uuid"] = rand.Text()
	for _, values := range append(created(order, "lines"), created(order, "payment_ids")...) {
		values["uuid"] = rand.Text()
	}
}

// cheaper makes an order one of 0.50, which was paid.
func cheaper(order map[string]any) {
	order["amount_total"] = 0.5
	for _, values := range created(order, "payment_ids") {
		values["amount"] = 0.5
	}
}

// doubleOrders sends every order a second time under another uuid, as a till
// that lost its mind would.
func doubleOrders(t *testing.T) func(*http.Request) {
	return func(r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/sync_from_ui") {
			return
		}
		body, _ := io.ReadAll(r.Body) // the server complains about a cut body
		setBody(r, body)
		again := r.Clone(r.Context())
		again.RequestURI = ""
		setBody(again, changed(t, body, each(asAnother)))
		answer, err := http.DefaultTransport.RoundTrip(again)
		if err != nil {
			t.Errorf("the second sending: %v", err)
			return
		}
		answer.Body.Close()
	}
}
