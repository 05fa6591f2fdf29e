package chrome

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"poswarm/internal/hint"
)

// ErrNoHiddenTab means that a running Chrome cannot open a tab that nobody sees.
var ErrNoHiddenTab = errors.New("the Chrome is too old for a hidden tab")

// Join opens a hidden tab in a Chrome that somebody else started, such as a
// till's, and returns that Chrome with the tab as its first page. The tab takes
// no focus, stands in no window, and ends with our connection, also when we are
// killed. Close ends the tab and nothing else. A hidden tab gets no animation
// frames and no screenshot.
func Join(ctx context.Context, port *url.URL, log *slog.Logger) (*Browser, error) {
	ctx, cancel := limited(ctx, attachLimit)
	defer cancel()
	socket, err := debuggerOf(ctx, port)
	if err != nil {
		return nil, err
	}
	b := &Browser{log: cmp.Or(log, slog.New(slog.DiscardHandler)), done: make(chan struct{}), output: &tail{}, hang: HangLimit}
	b.workers.init()
	if err := b.join(ctx, socket); err != nil {
		b.release()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("opening a hidden tab in the Chrome at %s: %w", port, err)
	}
	go b.watch()
	return b, nil
}

// join connects, has the tab made, and attaches to it. The browser's settings
// are the till's: nothing of it is changed (compare setUp).
func (b *Browser) join(ctx context.Context, socket string) error {
	debugf := func(format string, args ...any) { b.log.Debug("chromedp: " + fmt.Sprintf(format, args...)) }
	actx, acancel := remote.NewAllocator(context.Background(), socket, remote.NoModifyURL)
	b.first = newPage(b)
	whole, leave := chromedp.NewContext(actx, chromedp.WithLogf(debugf), chromedp.WithErrorf(debugf))
	tab, closeTab := whole, leave
	b.release = sync.OnceFunc(func() {
		closeTab()
		leave()
		acancel()
	})
	stop := context.AfterFunc(ctx, acancel)
	defer stop()
	// chromedp's own way to a tab is a new window, which takes the focus.
	if _, err := chromedp.Targets(whole); err != nil {
		return err
	}
	b.session = chromedp.FromContext(whole).Browser
	made, err := cdp.Call(ctx, b.session, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", Hidden: new(true)})
	if err != nil {
		return hint.Add(fmt.Errorf("%w: %w", ErrNoHiddenTab, err), "update that Chrome, or stop it and prime its profile with --profile")
	}
	tab, closeTab = chromedp.NewContext(whole, chromedp.WithTargetID(made.TargetID), chromedp.WithListener(b.first.listen))
	b.ctx = tab
	if err := chromedp.Do(tab); err != nil {
		return err
	}
	b.first.attached(tab)
	b.guest = true
	return b.first.watchWorkers(ctx)
}

// leave closes the hidden tab of a Chrome that is not ours.
func (b *Browser) leave() error {
	b.fail(errClosed)
	b.mu.Lock()
	b.lost = nil
	b.mu.Unlock()
	b.release()
	close(b.done)
	return nil
}
