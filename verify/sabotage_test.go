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
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// liar is a demo whose network lies on the way: what it changes in questions
// and answers, the server and the browser take for the truth.
type liar struct {
	ask    func(*http.Request)
	answer func(*http.Response)
}

// serve starts the demo behind the liar.
func (l liar) serve(t *testing.T) *verify.Bench {
	t.Helper()
	_, inner := demoAt(t, demo.Options{Products: 20})
	proxy := &httputil.ReverseProxy{
		ErrorLog: log.New(t.Output(), "", 0),
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
	return benchOf(t, front)
}

// lyingWorker puts the lie before the text of the worker, where it sees every
// request first.
func lyingWorker(t *testing.T, lie string) liar {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "lies", lie))
	if err != nil {
		t.Fatal(err)
	}
	return liar{answer: func(r *http.Response) {
		if r.Request.URL.Path == "/pos/service-worker.js" {
			rewrite(r, func(worker []byte) []byte { return append(text, worker...) })
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

// TestSabotage tells the lies that a check could believe. Each is a server, a
// worker or a network that is not what it says, and none may end in a pass.
func TestSabotage(t *testing.T) {
	for _, lie := range []struct {
		name     string
		scenario []*scenario.Scenario
		liar     liar
		want     result.Outcome
		reason   result.Reason
		says     string // in the detail
	}{
		{"the scripts are in the HTTP cache only", []*scenario.Scenario{parsed(t, "soon.yaml")}, lyingWorker(t, "http-cache.js"),
			result.Failed, result.BlankPage, "was empty"},
		{"nothing is left that could send a canary", []*scenario.Scenario{parsed(t, "gone.yaml")}, lyingWorker(t, "leaves.js"),
			result.Error, result.NotProven, "no canary could be sent"},
		{"an order arrives twice under one reference", named(t, "sale-survives-reload"), liar{ask: doubleOrders(t)},
			result.Failed, result.OrdersDoubled, "are 2 orders"},
		{"an error that only the console shows", named(t, "console-stays-clean"), liar{answer: scribble},
			result.Failed, result.ConsoleError, "lost for words"},
	} {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel() // as many at a time as there are cores
			at := lie.liar.serve(t)
			verdicts := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: lie.scenario,
				Benches: bench.NewOne(at), AllowSales: true})
			got := verdicts[lie.scenario[0].Name]
			if got.Result != lie.want || got.Reason != lie.reason || !strings.Contains(got.Words(), lie.says) {
				t.Errorf("%s (%s): %s; want %s (%s) with %q", got.Result, got.Reason, got.Words(), lie.want, lie.reason, lie.says)
			}
		})
	}
}

// parsed reads a scenario that only a lie needs.
func parsed(t *testing.T, file string) *scenario.Scenario {
	t.Helper()
	path := filepath.Join("testdata", "lies", file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// scribble has the POS page write an error of its own.
func scribble(r *http.Response) {
	if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
		rewrite(r, func(page []byte) []byte {
			return bytes.Replace(page, []byte("</head>"), []byte(`<script>console.error("lost for words")</script></head>`), 1)
		})
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
		r.Body = io.NopCloser(bytes.NewReader(body))
		again := r.Clone(r.Context())
		again.RequestURI = ""
		again.Body = io.NopCloser(bytes.NewReader(otherUUIDs(t, body)))
		again.ContentLength = -1
		answer, err := http.DefaultTransport.RoundTrip(again)
		if err != nil {
			t.Errorf("the second sending: %v", err)
			return
		}
		answer.Body.Close()
	}
}

func otherUUIDs(t *testing.T, body []byte) []byte {
	var call map[string]any
	if err := json.Unmarshal(body, &call); err != nil {
		t.Error(err)
		return body
	}
	args := call["params"].(map[string]any)["args"].([]any)
	for _, order := range args[0].([]any) {
		order.(map[string]any)["uuid"] = rand.Text()
	}
	changed, err := json.Marshal(call)
	if err != nil {
		t.Error(err)
	}
	return changed
}
