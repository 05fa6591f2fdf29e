package demo

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// logSize bounds the request log; counts go on when entries are forgotten.
const logSize = 5000

// Entry is one request as the server saw it.
type Entry struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Call   string    `json:"call,omitempty"` // model.method of a JSON-RPC call
	Route  string    `json:"route"`
	Status int       `json:"status"`
	// Worker is true when a service worker's own fetch or its script update
	// asked, as far as the browser tells.
	Worker bool `json:"worker,omitempty"`
}

// RequestLog remembers the newest requests and counts all of them per route. A
// route is "METHOD /path/pattern", followed by the model and method of a
// JSON-RPC call or the model of an image: "GET /pos/ui/{config}",
// "POST /web/dataset/call_kw pos.session.load_data",
// "GET /web/image product.template".
type RequestLog struct {
	mu      sync.Mutex
	entries []Entry
	counts  map[string]int
}

func newRequestLog() *RequestLog { return &RequestLog{counts: map[string]int{}} }

func (l *RequestLog) add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) == logSize {
		l.entries = append(l.entries[:0], l.entries[logSize/2:]...)
	}
	l.entries = append(l.entries, e)
	l.counts[e.Route]++
}

// Count is how many requests one route had since the start or the last Reset.
func (l *RequestLog) Count(route string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts[route]
}

// Counts is a copy of all counters.
func (l *RequestLog) Counts() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.counts)
}

// Entries is a copy of the newest requests, oldest first.
func (l *RequestLog) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Entry(nil), l.entries...)
}

// Reset forgets everything.
func (l *RequestLog) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = nil
	clear(l.counts)
}

var (
	posPagePath  = regexp.MustCompile(`^/pos/ui/\d+(/.+)?$`)
	assetPath    = regexp.MustCompile(`^/web/assets/[0-9a-f]{7}/`)
	numberInPath = regexp.MustCompile(`/\d+(/|$)`)
)

// route gives the pattern of a request, so that counters stay few.
func route(r *http.Request, call string) string {
	path := r.URL.Path
	switch {
	case call != "":
		return r.Method + " /web/dataset/call_kw " + call
	case posPagePath.MatchString(path):
		m := posPagePath.FindStringSubmatch(path)
		if m[1] == "" {
			return r.Method + " /pos/ui/{config}"
		}
		return r.Method + " /pos/ui/{config}/{page}"
	case assetPath.MatchString(path):
		return r.Method + " /web/assets/{hash}/" + path[strings.LastIndex(path, "/")+1:]
	case path == "/web/image":
		return r.Method + " /web/image " + r.URL.Query().Get("model")
	}
	return r.Method + " " + numberInPath.ReplaceAllString(path, "/{id}$1")
}
