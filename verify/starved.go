package verify

import (
	"context"
	"errors"
	"fmt"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

// starvedError says that something did not happen in time on a machine that was
// starved: whose fault that is cannot be told.
type starvedError struct {
	err   error
	spent pace.Spent
}

func (e *starvedError) Error() string {
	return fmt.Sprintf("the machine was too busy to tell: %s; that was %s", result.Words(e.err), e.spent)
}

func (e *starvedError) Unwrap() error { return e.err }

// excuse is for the terminal that was starved in the step, or since the navigation
// that the step judges.
func (r *run) excuse(ctx context.Context, began pace.Mark, err error) error {
	if err == nil {
		return nil
	}
	spent := r.tab.pace.Since(began)
	if !spent.Starved() && !r.tab.moved.Time().IsZero() {
		spent = r.tab.pace.Since(r.tab.moved)
	}
	return excuse(ctx, err, spent)
}

// excuse takes back what is only known because time ran out, when the terminal was
// starved meanwhile.
func excuse(ctx context.Context, err error, spent pace.Spent) error {
	if !tookTooLong(err) || !spent.Starved() {
		return err
	}
	if _, verdict := errors.AsType[*odooui.Failure](err); !verdict && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = context.Cause(ctx) // what it led to says less
	}
	return hint.Add(&starvedError{err, spent}, "run it again when less else runs on this machine, or with fewer --jobs")
}

// tookTooLong reports whether time was all that was missing.
func tookTooLong(err error) bool {
	var failure *odooui.Failure
	if errors.As(err, &failure) || errors.As(odooui.Broken(err), &failure) {
		return failure.Late
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, chrome.ErrUnresponsive) ||
		errors.Is(err, chrome.ErrWorkerDied) || odooui.Waited(err)
}
