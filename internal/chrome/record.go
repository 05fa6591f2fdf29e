package chrome

import (
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/serviceworker"
)

// Record is what the browsers of one profile did, over every navigation and
// every restart. [Page.Observed] forgets at each navigation what was before;
// the record is what a failure is explained with afterwards.
//
// The page session does not see what a worker fetches, and a worker with a
// debugger attached is never stopped by Chrome, so nothing is attached to it for
// the record: the gate in front of the server knows what a worker fetched, and
// its console is read whenever something is asked in it.
type Record struct {
	mu        sync.Mutex
	exchanges []*Exchange
	open      map[exchangeKey]*Exchange
	events    []Event
	seen      map[string]bool // lines of worker consoles, which Chrome repeats
	scopes    map[serviceworker.RegistrationID]string
	versions  map[string]string // what was last said about each worker
	loads     int
	dropped   int
}

type exchangeKey struct {
	page *Page
	id   network.RequestID
}

// NewRecord returns an empty record for [Options].
func NewRecord() *Record {
	return &Record{open: map[exchangeKey]*Exchange{}, seen: map[string]bool{},
		scopes: map[serviceworker.RegistrationID]string{}, versions: map[string]string{}}
}

// Event is one thing that happened, other than a request.
type Event struct {
	Time time.Time `json:"time"`
	// From is browser, page or worker.
	From string `json:"from"`
	// Kind is started, closed, gone, navigation, console, exception, dialog,
	// download, crash, version or error.
	Kind string `json:"kind"`
	// Level is that of the console, the type of a dialog, or empty.
	Level string `json:"level,omitempty"`
	Text  string `json:"text,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Source says where an answer came from in the end.
type Source string

// The sources. An answer that a worker fetched has the source it fetched from.
const (
	SourceNetwork   Source = "network"
	SourceWorker    Source = "service-worker" // its storage, or made by its code
	SourceHTTPCache Source = "http-cache"
	SourceMemory    Source = "memory-cache"
	SourceNone      Source = "" // there was no answer
)

// Exchange is a request of a page and its answer, without their bodies.
type Exchange struct {
	Began, Answered, Ended time.Time // zero for what did not happen
	Load                   int       // number of the navigation, from 1
	Method, URL, Type      string
	Protocol, MimeType     string
	Request, Response      []Header
	Status                 int
	StatusText             string
	Source                 Source
	Worker                 bool   // the answer passed a service worker
	Made                   bool   // by the worker's code, from whatever it had
	Cache                  string // name of the cache in Cache Storage
	Bytes                  int64
	Error                  string // of Chrome, such as net::ERR_CONNECTION_RESET

	clock float64 // Chrome's monotonic time of Began, in seconds
}

// Header is one line of a request or an answer.
type Header struct{ Name, Value string }

// Exchanges returns the requests of all pages, oldest first.
func (r *Record) Exchanges() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Exchange, len(r.exchanges))
	for i, x := range r.exchanges {
		out[i] = *x
	}
	slices.SortStableFunc(out, func(a, b Exchange) int { return a.Began.Compare(b.Began) })
	return out
}

// Events returns everything else, oldest first.
func (r *Record) Events() []Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := slices.Clone(r.events)
	slices.SortStableFunc(out, func(a, b Event) int { return a.Time.Compare(b.Time) })
	return out
}

// Dropped counts what did not fit.
func (r *Record) Dropped() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dropped
}

// note adds an event. A browser without a record has a nil one.
func (r *Record) note(e Event) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(e)
}

// add is note for who holds the lock.
func (r *Record) add(e Event) {
	if len(r.events) >= maxObserved {
		r.dropped++
		return
	}
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	r.events = append(r.events, e)
}
