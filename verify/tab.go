package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

// screenWithin bounds the wait for a page that is not the POS, such as the
// emergency page: it needs no data, so it is there or it is not.
const screenWithin = 15 * time.Second

// tab is the page under test, and what its last navigation ended in.
type tab struct {
	testbed *testbed
	pace    *pace.Meter // of the time that the terminal had
	// leaving is done before the page is left.
	leaving func(context.Context) error
	moved   pace.Mark // start of the last navigation
	landing error     // what it ended in, where that is no page of the server
	last    odooui.State
}

// home is the POS's own address.
func (t *tab) home() string {
	return fmt.Sprintf("%s/pos/ui/%d", t.testbed.origin(), t.testbed.bench.Config)
}

// navigate goes to an address. Chrome's own error page is no error here: the
// next expectation judges it.
func (t *tab) navigate(ctx context.Context, url string, within time.Duration) error {
	return t.move(ctx, within, func(ctx context.Context) error { return t.testbed.page.Navigate(ctx, url) })
}

// move navigates and keeps what it ended in.
func (t *tab) move(ctx context.Context, within time.Duration, to func(context.Context) error) error {
	if err := t.leaving(ctx); err != nil {
		return err
	}
	t.moved, t.landing, t.last = t.pace.Mark(), nil, odooui.State{}
	bounded, cancel := t.pace.Within(ctx, within)
	defer cancel()
	err := to(bounded)
	if failed, ok := chrome.IsBrowserPage(err); ok {
		t.landing = odooui.Failf(errorPage(failed.Code), "%s", failed.Code)
		return nil
	}
	if errors.Is(err, chrome.ErrAborted) {
		return odooui.Failf(result.Download, "%v: a download, or an answer without a body", err)
	}
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		t.landing = odooui.Latef(result.Deadline, "no page at all came within %s", within)
		return nil
	}
	return err
}

// errorPage is what a page of the browser's own about a failed navigation says.
func errorPage(code string) result.Reason {
	if strings.HasPrefix(strings.TrimPrefix(code, "net::"), "ERR_CERT_") {
		return result.Certificate
	}
	return result.BrowserErrorPage
}

// look reads what the page shows. Told that its session was closed elsewhere, the
// POS loads itself anew: then it is what the new document shows.
func (t *tab) look(ctx context.Context) (odooui.State, error) {
	return odooui.Await(ctx, t.testbed.page, func(odooui.State) bool { return true })
}

// lastLook is for what opened after the last step was judged.
func (t *tab) lastLook(ctx context.Context) error {
	if !t.last.Booted || len(t.last.Dialogs) > 0 || t.landing != nil {
		return nil
	}
	state, err := t.look(ctx)
	if err != nil {
		return fmt.Errorf("looking at the page for the last time: %w", err)
	}
	t.last = state
	switch {
	case state.Critical != "":
		return odooui.Failf(result.CriticalError, "after the last step: %s", state.Critical)
	case len(state.Dialogs) > 0:
		return odooui.Failf(result.ErrorDialog, "after the last step: %s", state.Dialogs[0])
	}
	return nil
}

// wait looks until the page is as asked, or the deadline of a plain page.
func (t *tab) wait(ctx context.Context, what string, ready func(odooui.State) bool) (odooui.State, error) {
	bounded, cancel := t.pace.Within(ctx, screenWithin)
	defer cancel()
	state, err := odooui.Await(bounded, t.testbed.page, ready)
	t.last = state
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return state, odooui.Latef(result.Deadline, "waited %s for %s", screenWithin, what)
	}
	return state, err
}
