package chrome

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// crashEvent is sent on the session of a tab whose renderer died.
type crashEvent = inspector.EventTargetCrashed

// maxObserved bounds each list of an Observed. A POS with 50,000 products must
// not fill the memory.
const maxObserved = 20_000

// Dialog is an alert, confirm, prompt or beforeunload question. It was
// accepted at once.
type Dialog struct {
	Type, Message string
	When          time.Time
}

// ConsoleEntry is a line of the console: a console.* call or a message of
// Chrome itself, such as a failed request.
type ConsoleEntry struct{ Level, Text, URL string }

// Response is the head of an answer that the page got.
type Response struct {
	URL    string
	Status int
	// Type is Document, Script, Image, Fetch …
	Type string
	// FromServiceWorker says that a worker answered. Source then says from
	// where: network, http-cache, cache-storage or fallback-code (made by the
	// worker's code). Empty without a worker.
	FromServiceWorker bool
	Source            string
	FromDiskCache     bool
}

// Failure is a request that got no answer.
type Failure struct{ URL, Error string }

// Observed is what happened in a tab since its last Navigate or Reload. The
// page session does not see what a worker fetches.
type Observed struct {
	Dialogs    []Dialog
	Console    []ConsoleEntry
	Exceptions []string
	Responses  []Response
	Failed     []Failure
	Crashed    bool
	Downloads  []string
	asked      string // what ended in a download, by the answer to its navigation
	// FromHistory says that Chrome's back/forward cache showed a document that
	// was loaded before: no request was made for it.
	FromHistory bool
	// Pending are the addresses of requests without a complete answer so far.
	Pending []string
	// Dropped counts what did not fit into the lists.
	Dropped int
}

// Observed returns a copy of the record.
func (p *Page) Observed() Observed { return p.seen.snapshot() }

// recorder collects the events of one tab.
type recorder struct {
	mu    sync.Mutex
	now   Observed
	urls  map[network.RequestID]string
	frame cdp.FrameID
	watch *commitWatch
}

func (r *recorder) setFrame(id cdp.FrameID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frame = id
}

// isDocument says whether a request is for the page itself.
func (r *recorder) isDocument(ev *network.EventRequestWillBeSent) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return isDocument(ev, r.frame)
}

// isDocument says whether a request is for the document of a frame: it has the
// id of its loader.
func isDocument(ev *network.EventRequestWillBeSent, frame cdp.FrameID) bool {
	return ev.Type == network.ResourceTypeDocument && ev.FrameID == frame && string(ev.RequestID) == string(ev.LoaderID)
}

// reset forgets everything and starts to wait for a commit.
func (r *recorder) reset() *commitWatch {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = Observed{}
	r.urls = make(map[network.RequestID]string)
	r.watch = newCommitWatch(r.frame)
	return r.watch
}

func (r *recorder) snapshot() Observed {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.now
	o.Dialogs = append([]Dialog(nil), o.Dialogs...)
	o.Console = append([]ConsoleEntry(nil), o.Console...)
	o.Exceptions = append([]string(nil), o.Exceptions...)
	o.Responses = append([]Response(nil), o.Responses...)
	o.Failed = append([]Failure(nil), o.Failed...)
	o.Downloads = append([]string(nil), o.Downloads...)
	if o.asked != "" && len(o.Downloads) == 0 {
		o.Downloads = []string{o.asked}
	}
	o.Pending = slices.Sorted(maps.Values(r.urls))
	return o
}

func (r *recorder) crash() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.Crashed = true
}

// download notes what the browser's event tells.
func (r *recorder) download(url string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	keep(&r.now, &r.now.Downloads, url)
}

// downloaded notes what the answer to a navigation tells: the address that was
// asked for. The event, which knows the one after redirects, need not come.
func (r *recorder) downloaded(url string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.asked = url
}

func (r *recorder) dialog(ev *page.EventJavascriptDialogOpening) {
	r.mu.Lock()
	defer r.mu.Unlock()
	keep(&r.now, &r.now.Dialogs, Dialog{Type: string(ev.Type), Message: ev.Message, When: time.Now()})
}

// keep appends to a list of o while there is room.
func keep[T any](o *Observed, list *[]T, v T) {
	if len(*list) >= maxObserved {
		o.Dropped++
		return
	}
	*list = append(*list, v)
}

func (r *recorder) listen(ev any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.watch != nil {
		r.watch.listen(ev)
	}
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if r.urls != nil && len(r.urls) < maxObserved {
			r.urls[ev.RequestID] = ev.Request.URL
		}
	case *network.EventLoadingFinished:
		delete(r.urls, ev.RequestID)
	case *page.EventFrameNavigated:
		if ev.Frame.ParentID == "" && ev.Type == page.NavigationTypeBackForwardCacheRestore {
			r.now.FromHistory = true
		}
	case *network.EventResponseReceived:
		keep(&r.now, &r.now.Responses, Response{
			URL: ev.Response.URL, Status: int(ev.Response.Status), Type: string(ev.Type),
			FromServiceWorker: ev.Response.FromServiceWorker, FromDiskCache: ev.Response.FromDiskCache,
			Source: string(ev.Response.ServiceWorkerResponseSource)})
	case *network.EventLoadingFailed:
		if url, ok := r.urls[ev.RequestID]; ok {
			keep(&r.now, &r.now.Failed, Failure{URL: url, Error: ev.ErrorText})
			delete(r.urls, ev.RequestID)
		}
	case *runtime.EventConsoleAPICalled:
		keep(&r.now, &r.now.Console, ConsoleEntry{Level: string(ev.Type), Text: consoleText(ev.Args), URL: callURL(ev.StackTrace)})
	case *log.EventEntryAdded:
		keep(&r.now, &r.now.Console, ConsoleEntry{Level: string(ev.Entry.Level), Text: ev.Entry.Text, URL: ev.Entry.URL})
	case *runtime.EventExceptionThrown:
		keep(&r.now, &r.now.Exceptions, exceptionText(ev.ExceptionDetails))
	}
}

func consoleText(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		switch {
		case a.Type == runtime.RemoteObjectTypeString:
			words = append(words, unquote(a.Value))
		case a.Description != "":
			words = append(words, a.Description)
		case len(a.Value) > 0:
			words = append(words, string(a.Value))
		default:
			words = append(words, string(a.Type))
		}
	}
	return strings.Join(words, " ")
}

func callURL(s *runtime.StackTrace) string {
	if s == nil || len(s.CallFrames) == 0 {
		return ""
	}
	return s.CallFrames[0].URL
}
