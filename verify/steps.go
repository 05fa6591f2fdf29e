package verify

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// doers has what is done in each step, by the type of the step: one file each,
// step_NAME.go. What a step is in a file is in scenario's file of that name.
var doers = map[reflect.Type]func(*run, context.Context, scenario.Action) error{}

// does adds a step, when the program starts.
func does[A scenario.Action](do func(*run, context.Context, A) error) struct{} {
	doers[reflect.TypeFor[A]()] = func(r *run, ctx context.Context, step scenario.Action) error { return do(r, ctx, step.(A)) }
	return struct{}{}
}

// step does one step. A *posui.Failure is a verdict; other errors mean that
// the step could not be done.
func (r *run) step(ctx context.Context, step scenario.Step) error {
	do := doers[reflect.TypeOf(step.Do)]
	if do == nil {
		return fmt.Errorf("this version cannot do the step %q", step.Kind)
	}
	return do(r, ctx, step.Do)
}

func (r *run) config(which scenario.Config) int {
	if which == scenario.Other {
		return r.bench.Other
	}
	return r.bench.Config
}

// navigate goes to an address. Chrome's own error page is no error here: the
// next expectation judges it.
func (r *run) navigate(ctx context.Context, url string, within time.Duration) error {
	return r.move(ctx, within, func(ctx context.Context) error { return r.lab.page.Navigate(ctx, url) })
}

// errorPage is what a page of the browser's own about a failed navigation says.
func errorPage(code string) result.Reason {
	if strings.HasPrefix(strings.TrimPrefix(code, "net::"), "ERR_CERT_") {
		return result.Certificate
	}
	return result.BrowserErrorPage
}

// move navigates and keeps what it ended in.
func (r *run) move(ctx context.Context, within time.Duration, to func(context.Context) error) error {
	if err := r.sweep(ctx); err != nil {
		return err
	}
	r.moved, r.landing, r.last = r.pace.Mark(), nil, posui.State{}
	bounded, cancel := r.pace.Within(ctx, within)
	defer cancel()
	err := to(bounded)
	if failed, ok := chrome.IsBrowserPage(err); ok {
		r.landing = posui.Failf(errorPage(failed.Code), "%s", failed.Code)
		return nil
	}
	if errors.Is(err, chrome.ErrAborted) {
		return posui.Failf(result.Download, "%v: a download, or an answer without a body", err)
	}
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		r.landing = posui.Latef(result.Deadline, "no page at all came within %s", within)
		return nil
	}
	return err
}
