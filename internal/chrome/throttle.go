package chrome

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Line is what a service worker has to do with the network: a bound on what it
// downloads, and a look at what it is told. It outlives a restart of the worker.
type Line struct {
	browser *Browser
	scope   string
	session *chromedp.Target
	detach  func()

	mu    sync.Mutex
	busy  int
	pause time.Duration
}

// WorkerLine attaches to the service worker whose scope begins with
// scopePrefix; a stopped one is started. Close ends it, and so does the end of
// our connection: a poswarm that is killed leaves no terminal slow.
func (b *Browser) WorkerLine(ctx context.Context, scopePrefix string) (*Line, error) {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	w, err := b.runningWorker(ctx, scopePrefix)
	if err != nil {
		return nil, err
	}
	return b.line(ctx, w)
}

// FirstWorkerLine is WorkerLine for a worker that a page is about to register:
// it waits for one, and attaches while the worker starts.
func (b *Browser) FirstWorkerLine(ctx context.Context, scopePrefix string) (*Line, error) {
	for {
		list, changed, gone := b.workers.list(scopePrefix)
		if gone != nil {
			return nil, gone
		}
		if len(list) > 0 && list[0].target != "" {
			return b.line(ctx, list[0])
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a service worker of %s: %w", scopePrefix, context.Cause(ctx))
		}
	}
}

func (b *Browser) line(ctx context.Context, w Worker) (*Line, error) {
	l := &Line{browser: b, scope: w.Scope}
	session, detach := chromedp.NewContext(b.ctx, chromedp.WithTargetID(w.target), chromedp.WithDetachOnCancel(), chromedp.WithListener(l.listen))
	l.detach = detach
	// The first run on a chromedp context owns the attachment.
	defer context.AfterFunc(ctx, detach)()
	if err := chromedp.Do(session); err != nil {
		detach()
		return nil, l.failed("attaching to", err)
	}
	l.session = chromedp.FromContext(session).Target
	if err := l.hear(ctx); err != nil {
		detach()
		return nil, l.failed("listening to", err)
	}
	return l, nil
}

// hear has Chrome tell what the worker gets, and all that it got before now.
func (l *Line) hear(ctx context.Context) error {
	_, err := cdp.Call(ctx, l.session, network.Enable, network.EnableParams{})
	return err
}

// Close lets go of the worker, and of the bound on it.
func (l *Line) Close() { l.detach() }

// Slow bounds what the worker downloads, in bytes a second, all its requests
// together.
func (l *Line) Slow(ctx context.Context, bytesPerSecond int64) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	if err := slow(ctx, l.session, bytesPerSecond); err != nil {
		return l.failed("bounding the bandwidth of", err)
	}
	return nil
}

// Busy returns how many answers since the last call asked to come back later
// (429 and 503, RFC 9110 section 15.6.4) or came from a gateway that reached
// nobody, and the longest Retry-After among them, 0 without one.
func (l *Line) Busy(ctx context.Context) (answers int, retryAfter time.Duration, err error) {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	// The worker may have told somebody else of an answer before it tells us: each
	// session has its own pipe. What it tells before it answers us is whole.
	if err := l.hear(ctx); err != nil {
		return 0, 0, l.failed("listening to", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	answers, retryAfter = l.busy, l.pause
	l.busy, l.pause = 0, 0
	return answers, retryAfter, nil
}

func (l *Line) listen(ev any) {
	received, ok := ev.(*network.EventResponseReceived)
	if !ok || received.Response == nil {
		return
	}
	switch received.Response.Status {
	case 429, 502, 503, 504:
	default:
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy++
	l.pause = max(l.pause, retryAfter(header(headersOf(received.Response.Headers), "retry-after"), time.Now()))
}

// retryAfter reads the header's two forms, RFC 9110 section 10.2.3.
func retryAfter(text string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	at, err := time.Parse(time.RFC1123, text)
	if err != nil {
		return 0
	}
	return max(at.Sub(now), 0)
}

func (l *Line) failed(doing string, err error) error {
	return fmt.Errorf("%s the service worker of %s: %w", doing, l.scope, l.browser.why(mapProtocolError(err)))
}

// Slow bounds what the page downloads itself, in bytes a second.
func (p *Page) Slow(ctx context.Context, bytesPerSecond int64) error {
	return p.step(ctx, StepLimit, "bounding the bandwidth of the page", func(ctx context.Context) error {
		return slow(ctx, p.session, bytesPerSecond)
	})
}

// slow sets the bound for one session. Without the Network domain Chrome takes
// it and does nothing: chromedp enables that for a page, line for a worker.
func slow(ctx context.Context, session cdp.Session, bytesPerSecond int64) error {
	_, err := cdp.Call(ctx, session, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: float64(bytesPerSecond), UploadThroughput: -1}},
	})
	return err
}
