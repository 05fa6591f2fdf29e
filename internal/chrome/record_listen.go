package chrome

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/serviceworker"
)

// Where an event comes from.
const (
	fromBrowser = "browser"
	fromPage    = "page"
	fromWorker  = "worker"
)

// listen gets the events of a tab in order. It must not block or call.
func (r *Record) listen(p *Page, ev any) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		r.request(p, ev)
	case *network.EventRequestServedFromCache, *network.EventResponseReceived,
		*network.EventLoadingFinished, *network.EventLoadingFailed:
		r.progress(p, ev)
	case *page.EventFrameNavigated:
		if ev.Frame.ParentID == "" {
			r.add(Event{From: fromPage, Kind: "navigation", Text: unreachable(ev.Frame.UnreachableURL), URL: ev.Frame.URL})
		}
	case *page.EventJavascriptDialogOpening:
		r.add(Event{From: fromPage, Kind: "dialog", Level: string(ev.Type), Text: ev.Message, URL: ev.URL})
	case *crashEvent:
		r.add(Event{From: fromPage, Kind: "crash", Text: "the renderer is gone"})
	case *serviceworker.EventWorkerRegistrationUpdated, *serviceworker.EventWorkerVersionUpdated, *serviceworker.EventWorkerErrorReported:
		r.lifecycle(ev)
	default:
		r.console(fromPage, ev)
	}
}

// unreachable says whose place Chrome's own error page has taken.
func unreachable(url string) string {
	if url == "" {
		return ""
	}
	return "the browser's error page instead of " + url
}

// listenWorker gets the events of a worker while something is asked in it.
// Chrome then repeats what its console held before.
func (r *Record) listenWorker(ev any) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.console(fromWorker, ev)
}

// console adds a line of a console or an exception.
func (r *Record) console(from string, ev any) {
	var e Event
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		e = Event{Time: fromMilliseconds(ev.Timestamp), Kind: "console", Level: string(ev.Type), Text: consoleText(ev.Args), URL: callURL(ev.StackTrace)}
	case *log.EventEntryAdded:
		e = Event{Time: fromMilliseconds(ev.Entry.Timestamp), Kind: "console", Level: string(ev.Entry.Level), Text: ev.Entry.Text, URL: ev.Entry.URL}
	case *runtime.EventExceptionThrown:
		e = Event{Time: fromMilliseconds(ev.Timestamp), Kind: "exception", Text: exceptionText(ev.ExceptionDetails), URL: ev.ExceptionDetails.URL}
	default:
		return
	}
	e.From = from
	if from == fromWorker {
		line := fmt.Sprint(e)
		if r.seen[line] {
			return
		}
		r.seen[line] = true
	}
	r.add(e)
}

// lifecycle adds what happens to the workers of the profile, once for each
// change that a person can tell from the one before.
func (r *Record) lifecycle(ev any) {
	switch ev := ev.(type) {
	case *serviceworker.EventWorkerRegistrationUpdated:
		for _, g := range ev.Registrations {
			r.scopes[g.RegistrationID] = g.ScopeURL
			if g.IsDeleted {
				r.add(Event{From: fromWorker, Kind: "version", Text: "the registration was removed", URL: g.ScopeURL})
			}
		}
	case *serviceworker.EventWorkerVersionUpdated:
		for _, v := range ev.Versions {
			now := fmt.Sprintf("version %s is %s and %s", v.VersionID, v.Status, v.RunningStatus)
			if r.versions[v.VersionID] != now {
				r.versions[v.VersionID] = now
				r.add(Event{From: fromWorker, Kind: "version", Text: now, URL: v.ScriptURL})
			}
		}
	case *serviceworker.EventWorkerErrorReported:
		m := ev.ErrorMessage
		r.add(Event{From: fromWorker, Kind: "error", Text: m.ErrorMessage, URL: cmp.Or(m.SourceURL, r.scopes[m.RegistrationID])})
	}
}

// request begins an exchange, and ends the one that it was redirected from.
func (r *Record) request(p *Page, ev *network.EventRequestWillBeSent) {
	if strings.HasPrefix(ev.Request.URL, "data:") || strings.HasPrefix(ev.Request.URL, "blob:") {
		return
	}
	key := exchangeKey{p, ev.RequestID}
	if before := r.open[key]; before != nil && ev.RedirectResponse != nil {
		before.answer(ev.RedirectResponse, ev.Timestamp)
		before.Ended = before.Answered
	}
	if ev.RedirectResponse == nil && p.seen.isDocument(ev) {
		r.loads++
	}
	if len(r.exchanges) >= maxObserved {
		r.dropped++
		return
	}
	x := &Exchange{Began: time.UnixMicro(int64(ev.WallTime.Float64() * 1e6)), clock: ev.Timestamp.Float64(), Load: r.loads,
		Method: ev.Request.Method, URL: ev.Request.URL, Type: string(ev.Type), Request: headersOf(ev.Request.Headers)}
	r.exchanges = append(r.exchanges, x)
	r.open[key] = x
}

// progress adds to an exchange what became of it.
func (r *Record) progress(p *Page, ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestServedFromCache:
		if x := r.open[exchangeKey{p, ev.RequestID}]; x != nil {
			x.Source = SourceMemory
		}
	case *network.EventResponseReceived:
		if x := r.open[exchangeKey{p, ev.RequestID}]; x != nil {
			x.answer(ev.Response, ev.Timestamp)
			x.Type = string(ev.Type)
		}
	case *network.EventLoadingFinished:
		if x := r.end(p, ev.RequestID); x != nil {
			x.Ended, x.Bytes = x.at(ev.Timestamp), int64(ev.EncodedDataLength)
		}
	case *network.EventLoadingFailed:
		if x := r.end(p, ev.RequestID); x != nil {
			x.Ended, x.Error = x.at(ev.Timestamp), ev.ErrorText
		}
	}
}

// end takes an exchange out of those on their way.
func (r *Record) end(p *Page, id network.RequestID) *Exchange {
	key := exchangeKey{p, id}
	x := r.open[key]
	delete(r.open, key)
	return x
}

// answer adds the head of the answer.
func (x *Exchange) answer(a *network.Response, when interface{ Float64() float64 }) {
	x.Answered, x.Status, x.StatusText = x.at(when), int(a.Status), a.StatusText
	x.Protocol, x.MimeType, x.Response = a.Protocol, a.MimeType, headersOf(a.Headers)
	x.Worker, x.Cache = a.FromServiceWorker, a.CacheStorageCacheName
	x.Made = x.Worker && a.ServiceWorkerResponseSource == network.ServiceWorkerResponseSourceFallbackCode
	if x.Source == SourceNone {
		x.Source = sourceOf(a)
	}
}

// sourceOf follows an answer through a worker to where it came from. Chrome
// calls an answer of Cache Storage "from disk cache" as well.
func sourceOf(a *network.Response) Source {
	switch {
	case a.ServiceWorkerResponseSource == network.ServiceWorkerResponseSourceHTTPCache, a.FromDiskCache && !a.FromServiceWorker:
		return SourceHTTPCache
	case a.FromServiceWorker && a.ServiceWorkerResponseSource != network.ServiceWorkerResponseSourceNetwork:
		return SourceWorker
	}
	return SourceNetwork
}

// at turns Chrome's monotonic time into the clock's.
func (x *Exchange) at(when interface{ Float64() float64 }) time.Time {
	return x.Began.Add(time.Duration((when.Float64() - x.clock) * float64(time.Second)))
}

func fromMilliseconds(t runtime.Timestamp) time.Time {
	return time.UnixMicro(int64(t.Float64() * 1e3))
}

func headersOf(all network.Headers) []Header {
	out := make([]Header, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, Header{name, fmt.Sprint(all[name])})
	}
	return out
}
