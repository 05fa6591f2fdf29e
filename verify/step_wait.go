package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
	"poswarm/internal/workerapi"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

var _ = does(stepWait)

// stepWait goes on when all that is waited for holds at once.
func stepWait(ctx context.Context, r *run, do *scenario.Wait) error {
	if do.Until == nil {
		return lasts(ctx, r, do.For)
	}
	bounded, cancel := r.tab.pace.Within(ctx, do.Within)
	defer cancel()
	holds, err := worker(bounded, r, do.Until)
	if err != nil {
		return err
	}
	known := ""
	for {
		missing, err := pending(bounded, r, do.Until, holds)
		if err == nil && missing == "" {
			return nil
		}
		if err == nil || known == "" { // a look that the time ended knows less
			known = missing
		}
		if bounded.Err() != nil && ctx.Err() == nil {
			return odooui.Latef(result.Deadline, "waited %s for %s", do.Within, known)
		}
		if err != nil {
			return err
		}
		if err := pace.Sleep(bounded, askEvery); err != nil && ctx.Err() != nil {
			return fmt.Errorf("waiting for %s: %w", missing, err)
		}
	}
}

// lasts waits for as long as the terminal has had so much time: what a POS does by
// itself meanwhile takes longer on a busy machine.
func lasts(ctx context.Context, r *run, long time.Duration) error {
	had, cancel := r.tab.pace.Within(ctx, long)
	defer cancel()
	<-had.Done()
	if ctx.Err() != nil {
		return fmt.Errorf("while the outage lasts: %w", context.Cause(ctx))
	}
	return nil
}

// pending says what does not hold yet, "" when all does.
func pending(ctx context.Context, r *run, u *scenario.Until, holds look) (string, error) {
	if u.Cut {
		if missing, err := cutCame(ctx, r); missing != "" || err != nil {
			return missing, err
		}
	}
	if u.Worker {
		if missing, err := holds(ctx, r); missing != "" || err != nil {
			return missing, err
		}
	}
	if u.Screen != scenario.ScreenAny || u.POS != "" {
		state, err := odooui.Look(ctx, r.testbed.page)
		if err != nil {
			return "the POS", lookAgain(err)
		}
		r.tab.last = state
		if believes := state.NetworkOffline == (u.POS == scenario.POSOffline); u.POS != "" && (!believes || !state.Booted) {
			return "the POS to believe that it is " + string(u.POS), nil
		}
		if u.Screen != scenario.ScreenAny && state.Screen != string(u.Screen) {
			return fmt.Sprintf("the %q screen, %q is shown", u.Screen, state.Screen), nil
		}
	}
	if u.Orders == nil {
		return "", nil
	}
	misplaced, err := r.sales.misplaced(ctx, u.Orders)
	if misplaced != nil {
		return "the orders: " + misplaced.Detail, nil
	}
	return "", err
}

// cutCame waits for the gate itself to say so.
func cutCame(ctx context.Context, r *run) (string, error) {
	const what = "the cut that was to come"
	happened := r.testbed.gate.Happened()
	if happened == nil {
		return what, errors.New("no cut is to come")
	}
	select {
	case <-happened:
		return "", nil
	case <-ctx.Done():
		return what, nil
	}
}

// look says what is still missing, "" for nothing.
type look func(context.Context, *run) (string, error)

// worker is how to see that the worker holds what the page shows. Which worker
// the server hands out does not change under a wait, so it is asked once: the
// answer is the whole script. As found it is not asked: a till with another
// worker was never primed.
func worker(ctx context.Context, r *run, u *scenario.Until) (look, error) {
	if !u.Worker || r.server == nil {
		return ourWorkerHolds, nil
	}
	kind, err := r.server.Worker(ctx)
	if kind == odoo.WorkerPoswarm {
		return ourWorkerHolds, err
	}
	return stockWorkerHolds, err
}

const workerToHold = "the worker to hold what the page shows"

// stockWorkerHolds looks at the cache of Odoo's own worker, which answers no
// question.
func stockWorkerHolds(ctx context.Context, r *run) (string, error) {
	missing, err := odooui.StockLacks(ctx, r.testbed.page, 0, false)
	if err != nil || len(missing) > 0 {
		return workerToHold, lookAgain(err)
	}
	return "", nil
}

// ourWorkerHolds asks the worker in charge whether it has a complete snapshot
// of what the page shows.
func ourWorkerHolds(ctx context.Context, r *run) (string, error) {
	shown, err := odooui.Look(ctx, r.testbed.page)
	if err != nil {
		return workerToHold, lookAgain(err)
	}
	status, err := warm.Status(ctx, r.testbed.page)
	if err != nil {
		return workerToHold, lookAgain(err)
	}
	if slices.ContainsFunc(status.Snapshots, func(s workerapi.Snapshot) bool { return holdsPage(s, shown) }) {
		return "", nil
	}
	return workerToHold, nil
}

// holdsPage reports whether the snapshot is a complete one of what is shown. That of
// the page before, of another user, may still be pinned: the worker lets go of a tab
// after the next page has come.
func holdsPage(s workerapi.Snapshot, shown odooui.State) bool {
	return s.Of(shown.PosConfig, shown.User) && s.Pinned && s.POSSession != nil && *s.POSSession == shown.PageSession
}

// lookAgain forgives a page that went away under the look, and one that has no
// worker yet.
func lookAgain(err error) error {
	if _, script := errors.AsType[*chrome.ScriptError](err); script || errors.Is(err, chrome.ErrNavigated) {
		return nil
	}
	return err
}
