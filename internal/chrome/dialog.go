package chrome

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"poswarm/internal/pace"
)

//go:embed dialog.js
var dialogJS string

// muteLimit is for a document that is computing while it is left. It is left
// all the same, and may then still show a dialog.
const muteLimit = time.Second

// accept answers a dialog. Chrome can refuse that, see mute: for a moment while a
// document begins, and for good when the one before it asks after its end was
// decided. The tab then stands still, and every call in it ends.
func (p *Page) accept(prompt string) {
	ctx, cancel := context.WithTimeout(context.Background(), ScreenshotLimit)
	defer cancel()
	p.mu.Lock()
	session := p.session
	p.mu.Unlock()
	refused := false
	err := whenActive(ctx, func() error {
		_, err := cdp.Call(ctx, session, page.HandleJavaScriptDialog,
			page.HandleJavaScriptDialogParams{Accept: true, PromptText: prompt})
		refused = refused || notActive(err)
		return err
	})
	if err == nil {
		return
	}
	p.browser.log.Debug("accepting a dialog", "error", err)
	if refused && ctx.Err() != nil {
		p.end(fmt.Errorf("%w: a dialog came up while the next document was on its way, and Chrome does not allow closing it", ErrUnresponsive))
	}
}

// mute has the document that is about to be left show no dialogs. Once Chrome has
// decided to commit the next one it refuses to answer them (PageHandler::
// HandleJavaScriptDialog: "Not attached to an active page"), the commit waits for
// the renderer, and the renderer waits for the answer. Closing such a tab, or
// detaching from it, aborts the whole browser: PageHandler::Disable takes the
// refusal for a tab ("bad_variant_access", Chromium 156).
//
// The function that it returns undoes this, for a navigation that did not leave.
func (p *Page) mute(ctx context.Context) (unmute func()) {
	p.mu.Lock()
	empty := p.empty
	p.mu.Unlock()
	if empty {
		return func() {}
	}
	bounded := func(ctx context.Context, what string, ask func(context.Context) error) {
		ctx, cancel := context.WithTimeout(ctx, muteLimit)
		defer cancel()
		if err := ask(ctx); err != nil {
			p.browser.log.Debug(what, "error", err)
		}
	}
	// In two questions, so that it reaches this document and no later one.
	bounded(ctx, "muting the document that is left", func(ctx context.Context) error {
		return call(ctx, p.session, dialogJS, []any{true}, nil)
	})
	// In one, which a busy document answers later, and no other one minds.
	return func() {
		bounded(context.WithoutCancel(ctx), "unmuting the document that stays", func(ctx context.Context) error {
			return evaluate(ctx, p.session, "("+dialogJS+")(false)", nil)
		})
	}
}

// whenActive repeats what Chrome refuses because the document of the tab is not
// the active one. The event of a commit comes from the renderer, and for a moment
// after it the browser process may still call the new document not active. No
// event tells the end of that moment.
func whenActive(ctx context.Context, f func() error) error {
	for {
		err := f()
		if !notActive(err) {
			return err
		}
		if pace.Sleep(ctx, 5*time.Millisecond) != nil {
			return err
		}
	}
}

func notActive(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Not attached to an active page")
}
