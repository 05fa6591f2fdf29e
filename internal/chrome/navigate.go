package chrome

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// netAborted is what Chrome calls a navigation that did not commit.
const netAborted = "net::ERR_ABORTED"

// Navigate opens url and waits until the new document is there (committed),
// not until it is loaded.
func (p *Page) Navigate(ctx context.Context, url string) error {
	p.revive()
	p.navigating.Store(true)
	defer p.navigating.Store(false)
	return p.step(ctx, NavigateLimit, "opening "+url, func(ctx context.Context) error {
		unmute := p.mute(ctx)
		watch := p.seen.reset()
		res, err := cdp.Call(ctx, p.session, page.Navigate, page.NavigateParams{URL: url})
		switch {
		case err != nil:
			unmute() // such as an address that is none
			return err
		case res.ErrorText == netAborted || res.IsDownload:
			unmute()
			if res.IsDownload {
				p.seen.downloaded(url)
			}
			return fmt.Errorf("opening %s: %w", url, ErrAborted)
		case res.LoaderID == "":
			unmute()
			return nil // only the fragment changed
		}
		// The answer comes when the network is done, the document a moment
		// later. Until then a call would reach the old one. An error page is
		// a document too.
		select {
		case <-watch.result:
			p.filled()
		case <-ctx.Done():
			return ctx.Err()
		}
		if res.ErrorText != "" {
			return ErrBrowserPage{Code: res.ErrorText, URL: url}
		}
		return nil
	})
}

// Reload reloads as F5 does (caches allowed, beforeunload asked and accepted)
// and waits until the new document is there.
func (p *Page) Reload(ctx context.Context) error { return p.reloadAs(ctx, false) }

// ReloadHard reloads as Ctrl+F5 does: past the HTTP cache and past the service
// worker, which does not control the new document either.
func (p *Page) ReloadHard(ctx context.Context) error { return p.reloadAs(ctx, true) }

func (p *Page) reloadAs(ctx context.Context, hard bool) error {
	p.revive()
	p.navigating.Store(true)
	defer p.navigating.Store(false)
	return p.step(ctx, NavigateLimit, "the reload", func(ctx context.Context) error {
		unmute := p.mute(ctx)
		watch := p.seen.reset()
		err := whenActive(ctx, func() error {
			_, err := cdp.Call(ctx, p.session, page.Reload, page.ReloadParams{IgnoreCache: new(hard)})
			return err
		})
		if err != nil {
			unmute()
			return err
		}
		select {
		case got := <-watch.result:
			if got.aborted {
				unmute()
			}
			p.filled()
			return got.err()
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// commitWatch follows the main frame until a document commits. Page.reload
// answers before the navigation starts, so only the events tell.
type commitWatch struct {
	frame  cdp.FrameID
	docs   map[network.RequestID]string // document requests on their way
	code   string                       // why the last of them failed
	result chan commit                  // gets the first outcome
}

// commit is how a navigation ended.
type commit struct {
	url, unreachable, code string
	aborted                bool
}

func newCommitWatch(frame cdp.FrameID) *commitWatch {
	return &commitWatch{frame: frame, docs: make(map[network.RequestID]string), result: make(chan commit, 1)}
}

func (c commit) err() error {
	switch {
	case c.aborted:
		return fmt.Errorf("reloading %s: %w", c.url, ErrAborted)
	case c.unreachable != "":
		return ErrBrowserPage{Code: c.code, URL: c.unreachable}
	}
	return nil
}

func (w *commitWatch) listen(ev any) {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if isDocument(ev, w.frame) {
			w.docs[ev.RequestID] = ev.Request.URL
		}
	case *network.EventLoadingFailed:
		url, ok := w.docs[ev.RequestID]
		if !ok {
			return
		}
		delete(w.docs, ev.RequestID)
		w.code = ev.ErrorText
		// A newer navigation also aborts the older one: then go on waiting.
		if ev.ErrorText == netAborted && len(w.docs) == 0 {
			w.report(commit{url: url, aborted: true})
		}
	case *page.EventFrameNavigated:
		if ev.Frame.ParentID == "" {
			w.report(commit{url: ev.Frame.URL, unreachable: ev.Frame.UnreachableURL, code: w.code})
		}
	}
}

func (w *commitWatch) report(c commit) {
	select {
	case w.result <- c:
	default:
	}
}

// unquote returns the string in a JSON value, or the value itself.
func unquote(raw []byte) string {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return string(raw)
	}
	return s
}

// IsBrowserPage reports whether err says that Chrome shows its own error page,
// and which one.
func IsBrowserPage(err error) (ErrBrowserPage, bool) {
	var e ErrBrowserPage
	ok := errors.As(err, &e)
	return e, ok
}
