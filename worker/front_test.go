package worker_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// A fault is a way in which a server is not there.
type fault string

const (
	up       fault = ""
	dead     fault = "dead"     // connections are reset; navigator.onLine stays true
	hung     fault = "hung"     // requests are taken and never answered
	gateway  fault = "502"      // a proxy without its server
	portal   fault = "portal"   // 200 and a page, whatever was asked
	foreign  fault = "foreign"  // everything is sent to another host
	hungCall fault = "hungcall" // only calls hang, the rest is dead
	hungFile fault = "hungfile" // only calls are answered, the rest hangs
	torn     fault = "torn"     // pages come whole, the answer of every call breaks off
	update   fault = "update"   // dead but for the worker's own script
)

// front stands before a POS server. It keeps the server's own count of what
// reached it, and it can take the server away without changing the origin.
type front struct {
	*httptest.Server
	app http.Handler

	mu    sync.Mutex
	fault fault
	hits  map[string]int
	sent  map[string]int // that arrived here, whatever became of them
	hangs map[string]int // that hang now
	quit  chan struct{}
}

func newFront(t *testing.T, app http.Handler) *front {
	t.Helper()
	f := &front{app: app, hits: make(map[string]int), sent: make(map[string]int), hangs: make(map[string]int), quit: make(chan struct{})}
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		close(f.quit)
		f.CloseClientConnections()
		f.Close()
	})
	return f
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	now := f.fault
	f.sent[r.Method+" "+r.URL.Path]++
	if now == up {
		f.hits[r.Method+" "+r.URL.Path]++
	}
	f.mu.Unlock()
	if now == hungCall {
		now = dead
		if r.Method == http.MethodPost {
			now = hung
		}
	}
	if now == hungFile {
		now = up
		if r.Method == http.MethodGet {
			now = hung
		}
	}
	if now == update {
		now = dead
		if r.URL.Path == "/pos/service-worker.js" {
			now = up
		}
	}
	switch now {
	case up:
		f.app.ServeHTTP(w, r)
	case dead:
		if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
			c.Close()
		}
	case hung:
		_, _ = io.Copy(io.Discard, r.Body) // until then the server does not see that the browser ends it
		f.hang(r.Method+" "+r.URL.Path, 1)
		select {
		case <-f.quit:
		case <-r.Context().Done():
		}
		f.hang(r.Method+" "+r.URL.Path, -1)
	case torn:
		if r.Method == http.MethodPost || strings.HasPrefix(r.URL.Path, "/web/webclient/") {
			f.tear(w, r)
			return
		}
		f.app.ServeHTTP(w, r)
	case gateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, "<h1>502 Bad Gateway</h1>")
	case portal:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>Wi-Fi</title><form>Please log in to the Wi-Fi</form>")
	case foreign:
		http.Redirect(w, r, "http://portal.invalid/", http.StatusFound)
	}
}

// tear lets half of the answer out and hangs up.
func (f *front) tear(w http.ResponseWriter, r *http.Request) {
	whole := httptest.NewRecorder()
	f.app.ServeHTTP(whole, r)
	maps.Copy(w.Header(), whole.Header())
	w.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
	// The browser must have begun to read before the end comes.
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// cut takes the server away and forgets the counts.
func (f *front) cut(how fault) {
	f.mu.Lock()
	f.fault = how
	f.hits, f.sent = make(map[string]int), make(map[string]int)
	f.mu.Unlock()
	if how != up {
		f.CloseClientConnections()
	}
}

// swallow has the server hang from now on, with all that hangs there already.
func (f *front) swallow() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = hung
}

func (f *front) hang(what string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hangs[what] += n
}

// waitHanging waits until so many requests hang.
func (f *front) waitHanging(t *testing.T, what string, n int) {
	t.Helper()
	hanging := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.hangs[what]
	}
	for wait := pacetest.For(t, 10*time.Second, fmt.Sprintf("%d requests %s to hang", n, what)); hanging() != n; wait.Over(t) {
		time.Sleep(20 * time.Millisecond) // a handler that returns tells nobody
	}
}

// count sums the requests that reached the server whose "METHOD path" starts
// with prefix.
func (f *front) count(prefix string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for what, hits := range f.hits {
		if strings.HasPrefix(what, prefix) {
			n += hits
		}
	}
	return n
}

// asked counts the requests that were sent since the last cut, also into it.
func (f *front) asked(what string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent[what]
}

func (f *front) list() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var lines []string
	for what, hits := range f.hits {
		lines = append(lines, fmt.Sprintf("%3d %s", hits, what))
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}
