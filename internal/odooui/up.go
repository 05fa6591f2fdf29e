package odooui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

const (
	// lookEvery is how often the page is looked at. There is no event for
	// "the POS is up": alerts, blank pages and Chrome's error page end a
	// boot as well, each in its own way.
	lookEvery = 100 * time.Millisecond
	// settle is how long the page must stay up: error dialogs of rejected
	// promises appear some frames after the POS mounted.
	settle = 600 * time.Millisecond
	// lifeWithin is how long a page that did not come up in time gets for a
	// sign of life.
	lifeWithin = 5 * time.Second
	// blankAfter is when a blank page counts as dead. Odoo waits up to 5 s
	// for fonts, but then its loader is on screen.
	blankAfter = 10 * time.Second
)

// Want is what "up" is compared with.
type Want struct {
	Config   int    // POS config whose page must be shown
	Baseline *State // counts and POS session (0 for any) seen before, nil for none
	// Limit is the time to name when it is over, where some of it had passed
	// before; 0 for the time of the call.
	Limit time.Duration
}

// WaitUp waits until the POS is up (loader gone, no dialog, its screen shown, the
// same POS session and as much data as before, no broken image), or until it is
// certain that it will not be. A *Failure says why not; other errors
// mean that the browser could not be asked. The last state seen is always
// returned.
func WaitUp(ctx context.Context, page *chrome.Page, want Want, within time.Duration) (State, error) {
	meter := page.Pace()
	watch := bootWatch{want: want}
	bounded, cancel := meter.Within(ctx, within)
	defer cancel()
	// With 50,000 products a POS computes for more than 15 s while it starts. Who
	// gives it minutes knows.
	bounded = chrome.WithPatience(bounded, within/4)
	var verdict error
	last, err := Await(bounded, page, func(state State) bool {
		up, failure := watch.judge(state, page.Observed(), meter.Now())
		if failure != nil {
			verdict = failure
		}
		return up || failure != nil
	})
	switch {
	case verdict != nil:
		return last, verdict
	case ctx.Err() != nil: // not its time is over, but that of the whole
		return last, fmt.Errorf("waiting for the POS to come up (%s): %w", stuck(last, within, page.Observed()).Detail, err)
	case errors.Is(bounded.Err(), context.DeadlineExceeded):
		// A page that stands still and one that waits look the same so far.
		if err := page.Responds(ctx, lifeWithin); err != nil {
			return last, cmp.Or(Broken(err), err)
		}
		return last, stuck(last, cmp.Or(want.Limit, within), page.Observed())
	case Broken(err) != nil:
		return last, Broken(err)
	case err != nil:
		return last, fmt.Errorf("waiting for the POS to come up: %w", err)
	}
	return last, compare(want, last)
}

// Await looks at the page until ready says so and returns the last state
// seen. A page that navigates away under a look is looked at again.
func Await(ctx context.Context, page *chrome.Page, ready func(State) bool) (State, error) {
	var last State
	for {
		state, err := Look(ctx, page)
		if err == nil {
			last = state
			if ready(state) {
				return last, nil
			}
		} else if !errors.Is(err, chrome.ErrNavigated) {
			return last, err
		}
		if err := pace.Sleep(ctx, lookEvery); err != nil {
			return last, err
		}
	}
}

// bootWatch follows one boot from look to look.
type bootWatch struct {
	want       Want
	blankSince time.Time
	goodSince  time.Time
}

// judge says whether the boot ended, well or badly.
func (w *bootWatch) judge(state State, seen chrome.Observed, now time.Time) (bool, *Failure) {
	if failure := terminal(w.want, state, seen); failure != nil {
		return false, failure
	}
	if !state.Blank {
		w.blankSince = time.Time{}
	} else if w.blankSince.IsZero() {
		w.blankSince = now
	} else if now.Sub(w.blankSince) > blankAfter {
		return false, Latef(result.BlankPage, "the page stayed empty for %s%s", blankAfter, notLoaded(seen))
	}
	if !state.Booted || state.Images.Pending > 0 {
		w.goodSince = time.Time{}
	} else if w.goodSince.IsZero() {
		w.goodSince = now
	}
	return !w.goodSince.IsZero() && now.Sub(w.goodSince) >= settle, nil
}

// terminal finds what can only end badly.
func terminal(want Want, state State, seen chrome.Observed) *Failure {
	if alert := Stopped(seen); alert != nil {
		return alert
	}
	switch {
	case state.Critical != "":
		return Failf(result.CriticalError, "%s", firstLine(state.Critical))
	case state.Emergency != nil:
		return Failf(result.EmergencyPage, "the worker had no page for config %s (%s)", state.Emergency.Asked, state.Emergency.Reason)
	case state.LoginPage && state.Complete:
		return Failf(result.LoginPage, "a log-in page is shown at %s", state.URL)
	case state.Complete && state.PosConfig == 0:
		return Failf(result.NotAPOSPage, "%q is shown at %s", state.Title, state.URL)
	case state.PosConfig != 0 && state.PosConfig != want.Config:
		return Failf(result.WrongConfig, "config %d is shown instead of %d", state.PosConfig, want.Config)
	case state.Booted && len(state.Dialogs) > 0:
		return Failf(result.ErrorDialog, "%s", strings.Join(strings.Fields(state.Dialogs[0]), " "))
	}
	return nil
}

// Stopped is the box of the browser's own that the page stopped at, nil when
// there was none.
func Stopped(seen chrome.Observed) *Failure {
	for _, dialog := range seen.Dialogs {
		if dialog.Type != "beforeunload" { // a question, and it was answered
			return Failf(result.Alert, "%s: %s", dialog.Type, firstLine(dialog.Message))
		}
	}
	return nil
}

// compare checks a page that is up against what was there before.
func compare(want Want, state State) error {
	before := want.Baseline
	switch {
	case state.Products == 0:
		return Failf(result.ProductsMissing, "the POS came up without a product")
	case state.Session != state.PageSession:
		return Failf(result.POSSessionChanged, "the page is of POS session %d, its data of %d", state.PageSession, state.Session)
	case len(state.Images.Broken) > 0:
		return Failf(result.ImagesBroken, "%d of %d images, first %s", len(state.Images.Broken), state.Images.Shown, state.Images.Broken[0])
	case before == nil:
		return nil
	case before.Session != 0 && state.Session != before.Session:
		return Failf(result.POSSessionChanged, "POS session %d before, %d now", before.Session, state.Session)
	case state.Products < before.Products || state.Categories < before.Categories || state.PaymentMethods < before.PaymentMethods:
		return Failf(result.ProductsMissing, "%d products, %d categories and %d payment methods before; %d, %d and %d now",
			before.Products, before.Categories, before.PaymentMethods, state.Products, state.Categories, state.PaymentMethods)
	}
	return nil
}

// Broken is the verdict on a page that cannot be asked any more, nil when the
// error says something else. A browser that is gone is no verdict on the page.
func Broken(err error) error {
	switch {
	case errors.Is(err, chrome.ErrCrashed):
		return Failf(result.Crash, "%v", err)
	case errors.Is(err, chrome.ErrHung):
		return Latef(result.Hang, "%v", err)
	}
	return nil
}

// stuck names what a page that ran into the deadline was doing.
func stuck(last State, within time.Duration, seen chrome.Observed) *Failure {
	switch {
	case last.Blank:
		return Latef(result.BlankPage, "the page was empty after %s%s", within, notLoaded(seen))
	case last.Booted && last.Images.Pending > 0:
		return Latef(result.StuckLoading, "%d images were still loading after %s", last.Images.Pending, within)
	case len(seen.Pending) > 0:
		return Latef(result.StuckLoading, "not up after %s%s, waiting for %s", within, notLoaded(seen), some(seen.Pending))
	}
	return Latef(result.StuckLoading, "not up after %s%s", within, notLoaded(seen))
}

// notLoaded names the script or style that did not arrive: without one a page
// has no other way to say what it lacks.
func notLoaded(seen chrome.Observed) string {
	for _, failure := range seen.Failed {
		address, err := url.Parse(failure.URL)
		if err == nil && (strings.HasSuffix(address.Path, ".js") || strings.HasSuffix(address.Path, ".css")) {
			return fmt.Sprintf("; %s did not load (%s)", address.Path, failure.Error)
		}
	}
	return ""
}

// some are the first few of a list, in words.
func some(list []string) string {
	const few = 4
	if len(list) > few {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:few], ", "), len(list)-few)
	}
	return strings.Join(list, ", ")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
