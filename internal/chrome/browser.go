package chrome

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"poswarm/internal/pace"
)

// Browser is a running Chrome that this process started, or a tab in one that it
// joined, see [Join].
//
// It has more methods than a type should: each is one thing that is done to a whole
// Chrome, in a file of that thing (cookies, dialog, storage, worker), over one
// connection that may end at any time.
type Browser struct {
	ctx     context.Context // chromedp's, it owns the process
	session *chromedp.Browser
	release func() // kills and frees whatever is left; safe to repeat
	log     *slog.Logger
	profile string
	netLog  string // Options.NetLog
	pid     int
	first   *Page
	workers registry
	output  *tail
	record  *Record       // nil for none
	hang    time.Duration // how long a page may leave a question unanswered
	pace    *pace.Meter   // of the time that the browser had, nil for the clock
	guest   bool          // joined, not started
	done    chan struct{}

	mu      sync.Mutex
	pages   []*Page
	closing bool
	lost    error // why the browser is gone, nil after a clean Close
}

// PID returns the process id of the browser process, which is also the id of
// its process group.
func (b *Browser) PID() int { return b.pid }

// Profile returns the absolute path of the profile.
func (b *Browser) Profile() string { return b.profile }

// Done is closed when the browser process and its children are gone.
func (b *Browser) Done() <-chan struct{} { return b.done }

// Err returns an [*ExitError] when the browser went away without Close.
func (b *Browser) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lost
}

// Output returns the last part of what Chrome printed.
func (b *Browser) Output() string { return b.output.String() }

// watch notices that the browser died.
func (b *Browser) watch() {
	<-b.session.LostConnection
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		return // Close is waiting for exactly this
	}
	b.closing = true
	b.mu.Unlock()
	err := b.ended(b.exitCause())
	b.record.note(Event{From: fromBrowser, Kind: "gone", Text: err.Error()})
	b.fail(err)
	b.release()
	close(b.done)
}

// ended explains the end of the browser with what it printed about it.
func (b *Browser) ended(cause error) error {
	return &ExitError{Cause: cause, Said: b.output.lastWords()}
}

// exitCause asks chromedp how the process ended. It adds the exit error of the
// process to the error of an action when the process died unasked.
func (b *Browser) exitCause() error {
	_, err := chromedp.Run(b.ctx, func(context.Context, *chromedp.Target) (chromedp.Void, error) {
		return chromedp.Void{}, errLost
	})
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		if all := several.Unwrap(); len(all) > 0 {
			return all[0]
		}
	}
	return err
}

var errLost = errors.New("lost the connection to the browser")

// fail ends every pending call with err.
func (b *Browser) fail(err error) {
	b.mu.Lock()
	b.lost = err
	pages := append([]*Page{b.first}, b.pages...)
	b.mu.Unlock()
	for _, p := range pages {
		p.end(err)
	}
	b.workers.end(err)
}

// Close ends the browser and waits until its processes are gone. Chrome gets
// to write its cookies; only when it does not end in time its process group is
// killed, and Close says so. Further calls return the same as the first.
func (b *Browser) Close(ctx context.Context) error {
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		select {
		case <-b.done:
			return b.Err()
		case <-ctx.Done():
			return fmt.Errorf("waiting for the browser to end: %w", ctx.Err())
		}
	}
	b.closing = true
	b.mu.Unlock()
	b.record.note(Event{From: fromBrowser, Kind: "closed"})
	if b.guest {
		return b.leave()
	}

	ctx, cancel := limited(ctx, CloseLimit)
	defer cancel()
	cctx, ccancel := context.WithCancel(b.ctx)
	defer ccancel()
	defer context.AfterFunc(ctx, ccancel)()
	err := chromedp.Cancel(cctx)
	if ctx.Err() != nil {
		err = fmt.Errorf("chrome did not close in time and was killed, so its last cookies may be lost: %w", ctx.Err())
	} else if err != nil {
		err = b.ended(err)
	}
	if err != nil {
		b.fail(err)
	} else {
		b.fail(errClosed)
		b.mu.Lock()
		b.lost = nil
		b.mu.Unlock()
	}
	b.release()
	close(b.done)
	return err
}

var errClosed = errors.New("the browser was closed")

// Kill ends the browser as a power cut does: no process of it runs another
// instruction. Nothing that was not on the disk is.
func (b *Browser) Kill(ctx context.Context) error {
	ctx, cancel := limited(ctx, CloseLimit)
	defer cancel()
	if err := killGroup(b.pid); err != nil {
		return fmt.Errorf("killing the browser: %w", err)
	}
	select {
	case <-b.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for the killed browser to end: %w", context.Cause(ctx))
	}
}

// SetQuota bounds what an origin may store, so that writes fail as on a full
// disk; 0 ends the bound.
func (b *Browser) SetQuota(ctx context.Context, origin string, bytes int64) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	params := storage.OverrideQuotaForOriginParams{Origin: origin}
	if bytes > 0 {
		params.QuotaSize = new(float64(bytes))
	}
	if _, err := cdp.Call(ctx, b.first.session, storage.OverrideQuotaForOrigin, params); err != nil {
		return fmt.Errorf("bounding the storage of %s: %w", origin, b.why(err))
	}
	return nil
}

// ClearSite removes what the profile holds of an origin, service workers and
// databases included. Cookies stay: they belong to the host, not to the origin.
func (b *Browser) ClearSite(ctx context.Context, origin string) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	_, err := cdp.Call(ctx, b.first.session, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{
		Origin: origin, StorageTypes: "appcache,cache_storage,file_systems,indexeddb,local_storage,service_workers"})
	if err != nil {
		return fmt.Errorf("clearing the data of %s: %w", origin, b.why(err))
	}
	return nil
}

// FirstPage returns the tab that Chrome opened at its start.
func (b *Browser) FirstPage(ctx context.Context) (*Page, error) {
	if err := b.Err(); err != nil {
		return nil, err
	}
	return b.first, ctx.Err()
}

// NewPage opens a tab in a window of its own, so that it is not hidden.
func (b *Browser) NewPage(ctx context.Context) (*Page, error) {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	p := newPage(b)
	pctx, pcancel := chromedp.NewContext(b.ctx, chromedp.WithListener(p.listen))
	stop := context.AfterFunc(ctx, pcancel)
	err := chromedp.Do(pctx)
	if err == nil {
		p.attached(pctx)
		p.close = pcancel
		err = p.quiet(ctx)
	}
	if !stop() || err != nil {
		pcancel()
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, fmt.Errorf("opening a tab: %w", b.why(err))
	}
	b.mu.Lock()
	b.pages = append(b.pages, p)
	b.mu.Unlock()
	return p, nil
}

// why prefers the reason that the browser is gone over the error it caused.
func (b *Browser) why(err error) error {
	if lost := b.Err(); err != nil && lost != nil {
		return lost
	}
	return err
}

// listen gets the events of the browser itself.
func (b *Browser) listen(ev any) {
	switch ev := ev.(type) {
	case *browser.EventDownloadWillBegin:
		b.record.note(Event{From: fromPage, Kind: "download", URL: ev.URL})
		for _, p := range b.allPages() {
			p.download(ev)
		}
	case *target.EventTargetCrashed:
		for _, p := range b.allPages() {
			if p.id == ev.TargetID {
				p.crash(&p.crashes.browser, fmt.Sprintf("%s, code %d", ev.Status, ev.ErrorCode))
			}
		}
	}
}

func (b *Browser) allPages() []*Page {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*Page{b.first}, b.pages...)
}

// Cookie is a cookie as far as a report may show it. Value is behind a method
// and is never printed.
type Cookie struct {
	Name, Domain, Path string
	// Expires is zero for a session cookie, which a restart loses.
	Expires          time.Time
	HTTPOnly, Secure bool

	value string
}

// Value returns the secret. Do not print it.
func (c Cookie) Value() string { return c.value }

func (c Cookie) String() string {
	if c.Expires.IsZero() {
		return c.Name + " (session)"
	}
	return c.Name + " (expires " + c.Expires.UTC().Format(time.RFC3339) + ")"
}

// GoString keeps the value out of %#v too.
func (c Cookie) GoString() string { return "chrome.Cookie{" + c.String() + "}" }

// Cookies returns the cookies that Chrome would send to url.
func (b *Browser) Cookies(ctx context.Context, url string) ([]Cookie, error) {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	res, err := cdp.Call(ctx, b.first.session, network.GetCookies, network.GetCookiesParams{URLs: []string{url}})
	if err != nil {
		return nil, fmt.Errorf("reading the cookies of %s: %w", url, b.why(err))
	}
	var out []Cookie
	for _, c := range res.Cookies {
		k := Cookie{Name: c.Name, Domain: c.Domain, Path: c.Path, HTTPOnly: c.HTTPOnly, Secure: c.Secure, value: c.Value}
		if !c.Session && c.Expires > 0 {
			k.Expires = time.UnixMilli(int64(c.Expires * 1000))
		}
		out = append(out, k)
	}
	return out, nil
}

// loginCookie is Odoo's (odoo/http.py).
const loginCookie = "session_id"

// LoginUntil is the end of Odoo's log-in as RFC 3339,
// nil when no such cookie outlives the browser.
func LoginUntil(cookies []Cookie) *string {
	for _, c := range cookies {
		if c.Name == loginCookie && !c.Expires.IsZero() {
			return new(c.Expires.UTC().Format(time.RFC3339))
		}
	}
	return nil
}

// ClearHTTPCache empties the HTTP cache and leaves the Cache API alone. A
// verdict needs it: with the server dead the HTTP cache still answers, also for
// the fetches of a service worker.
func (b *Browser) ClearHTTPCache(ctx context.Context) error {
	return b.firstCall(ctx, network.CommandClearBrowserCache)
}

func (b *Browser) firstCall(ctx context.Context, method string) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	if err := b.first.session.Call(ctx, method, nil, nil); err != nil {
		return fmt.Errorf("%s: %w", method, b.why(err))
	}
	return nil
}
