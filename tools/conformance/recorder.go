// Package conformance compares the demo POS with a real Odoo: the same till
// does the same things on both, and everything it says on the wire is held
// side by side.
package conformance

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"poswarm/internal/relay"
)

// exchange is one request and its answer, without what differs from run to run.
type exchange struct {
	Phase   string
	Key     string // method, path pattern, model call
	Status  int
	Headers map[string]string
	Asked   map[string]bool // key paths of a JSON request
	Told    map[string]bool // key paths of a JSON answer or of a page's globals
}

// recorder is a proxy that writes down what passes.
type recorder struct {
	*httptest.Server
	transport *http.Transport

	mu        sync.Mutex
	phase     string
	active    int
	last      time.Time
	exchanges []exchange
}

// newRecorder starts a proxy before one server.
func newRecorder(target *url.URL) *recorder {
	rec := &recorder{transport: &http.Transport{}, last: time.Now()}
	proxy := &httputil.ReverseProxy{
		Transport: rec.transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the server sees the address that the browser sees
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	rec.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		relay.Keep(w)
		if r.URL.Path == "/websocket" {
			proxy.ServeHTTP(w, r)
			return
		}
		rec.pass(proxy, w, r)
	}))
	return rec
}

func (rec *recorder) close() {
	rec.CloseClientConnections()
	rec.Close()
	rec.transport.CloseIdleConnections()
}

// tee keeps a copy of an answer.
type tee struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (t *tee) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

func (t *tee) Write(b []byte) (int, error) {
	t.body.Write(b)
	return t.ResponseWriter.Write(b)
}

func (rec *recorder) pass(next http.Handler, w http.ResponseWriter, r *http.Request) {
	rec.mu.Lock()
	phase := rec.phase
	rec.active++
	rec.mu.Unlock()
	asked, _ := io.ReadAll(r.Body) // a broken request is the server's to judge
	r.Body = io.NopCloser(bytes.NewReader(asked))
	t := &tee{ResponseWriter: w, status: http.StatusOK}
	defer func() {
		rec.mu.Lock()
		defer rec.mu.Unlock()
		rec.active--
		rec.last = time.Now()
		rec.exchanges = append(rec.exchanges, describe(phase, r, asked, t))
	}()
	next.ServeHTTP(t, r)
}

// begin names what comes next.
func (rec *recorder) begin(phase string) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.phase = phase
}

// quiet is how long nothing must pass before a phase counts as over: the
// browser looks for a new worker up to two seconds after a load.
const quiet = 2500 * time.Millisecond

// idle waits for the end of a phase.
func (rec *recorder) idle(ctx context.Context) error {
	for {
		rec.mu.Lock()
		left := quiet - time.Since(rec.last)
		busy := rec.active > 0
		phase := rec.phase
		rec.mu.Unlock()
		if !busy && left <= 0 {
			return nil
		}
		select {
		case <-time.After(max(left, 20*time.Millisecond)):
		case <-ctx.Done():
			return fmt.Errorf("the network did not come to rest in phase %q: %w", phase, ctx.Err())
		}
	}
}

var (
	uuids      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	assetHash  = regexp.MustCompile(`/web/assets/[0-9a-f]{7}/`)
	recordID   = regexp.MustCompile(`([?&]id=|/web/image/[a-z.]+/|/pos/ui/)\d+`)
	uniqueness = regexp.MustCompile(`unique=[^&]*`)
	knownHash  = regexp.MustCompile(`hash=[0-9a-f]+`)
	quoted     = regexp.MustCompile(`filename=.*`)
)

// pattern takes out of an address what differs from run to run.
func pattern(u string) string {
	u = uuids.ReplaceAllString(u, "{uuid}")
	u = assetHash.ReplaceAllString(u, "/web/assets/{hash}/")
	u = recordID.ReplaceAllString(u, "${1}{id}")
	u = uniqueness.ReplaceAllString(u, "unique={date}")
	return knownHash.ReplaceAllString(u, "hash={hash}")
}

// comparedHeaders are those that a browser or a worker acts on.
var comparedHeaders = []string{
	"Cache-Control", "Content-Type", "Content-Disposition", "Service-Worker-Allowed", "Location", "ETag",
	"X-Content-Type-Options", "Content-Security-Policy",
}

func describe(phase string, r *http.Request, asked []byte, t *tee) exchange {
	e := exchange{
		Phase: phase, Key: r.Method + " " + pattern(r.URL.RequestURI()), Status: t.status, Headers: map[string]string{},
	}
	for _, name := range comparedHeaders {
		if v := t.Header().Get(name); v != "" {
			e.Headers[name] = headerPattern(name, v)
		}
	}
	body := t.body.Bytes()
	if t.Header().Get("Content-Encoding") == "gzip" {
		body = unzip(body)
	}
	switch {
	case strings.HasPrefix(t.Header().Get("Content-Type"), "application/json"):
		e.Asked, e.Told = keyPaths(asked), keyPaths(body)
	case strings.HasPrefix(r.URL.Path, "/pos/ui"):
		e.Told = keyPaths(globals(body))
	}
	return e
}

func headerPattern(name, value string) string {
	switch name {
	case "ETag":
		return "present"
	case "Location":
		return pattern(value)
	case "Content-Disposition":
		return quoted.ReplaceAllString(value, "filename={name}")
	case "Content-Type":
		if strings.HasPrefix(value, "image/") && !strings.Contains(value, "svg") && !strings.Contains(value, "icon") {
			return "image/…"
		}
	}
	return value
}

func unzip(body []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body
	}
	plain, err := io.ReadAll(z)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return body
	}
	return plain
}

// globals cuts the JSON out of `var odoo = {…};`.
func globals(html []byte) []byte {
	_, rest, _ := bytes.Cut(html, []byte("var odoo = "))
	text, _, _ := bytes.Cut(rest, []byte(";\n"))
	return text
}

// keyPaths lists the keys of a JSON document, such as result.pos.order[].lines.
func keyPaths(text []byte) map[string]bool {
	var doc any
	if len(text) == 0 || json.Unmarshal(text, &doc) != nil {
		return nil
	}
	paths := map[string]bool{}
	walk(doc, "", paths)
	if refusal := errorOf(text); refusal != "" {
		paths[refusal] = true
	}
	return paths
}

var digits = regexp.MustCompile(`\d+`)

// errorOf is what a server refused with: what a till does about it depends on it.
func errorOf(text []byte) string {
	var answer struct {
		Error struct {
			Data struct{ Name, Message string }
		}
	}
	if json.Unmarshal(text, &answer) != nil || answer.Error.Data.Name == "" {
		return ""
	}
	return "refuses with " + answer.Error.Data.Name + ": " + digits.ReplaceAllString(answer.Error.Data.Message, "N")
}

func walk(v any, at string, paths map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			path := strings.TrimPrefix(at+"."+numbers.ReplaceAllString(key, "{id}"), ".")
			paths[path] = true
			walk(value, path, paths)
		}
	case []any:
		for _, value := range v {
			walk(value, at+"[]", paths)
		}
	}
}

var numbers = regexp.MustCompile(`^\d+$`)
