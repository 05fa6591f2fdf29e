package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odoo"
	"poswarm/internal/pace"
	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// run is one scenario being judged.
type run struct {
	options  Options
	pace     *pace.Meter // of the time that the terminal had
	scenario *scenario.Scenario
	bench    *Bench
	lab      *lab
	server   *odoo.Client // logged in on its own, past the gate; nil as found

	held      held                 // what the till's own databases held, as found
	baselines map[int]*posui.State // the first time each POS was up
	tiles     []tile               // images of the product tiles then
	user      int                  // whose POS was up first since the last log-in, 0 for nobody's
	closed    int                  // POS session that was closed on the server, 0 for none
	unopened  bool                 // the opening control was met, and not passed yet
	product   string               // what {product} stands for, "" until it was asked for
	outage    *scenario.Cut        // in force, nil for none
	// outageBegan is when; swept, that the HTTP cache was cleared since a cut
	// that came by itself.
	outageBegan time.Time
	swept       bool
	last        posui.State
	patches     []result.Patch // of the page that came up last
	moved       pace.Mark      // start of the last navigation
	landing     error          // what the last navigation ended in
	sold        []posui.Order
	tables      map[int]int    // ids of the restaurant's tables by the scenario's own numbers
	warning     *posui.Failure // the POS sells, but not as well as it should
	warnings    []result.Warning
	proof       proof
	observed    result.Observed
	began       time.Time // of the scenario, its preparation included
	known       []string  // secrets by their value
	made        *made     // what the page that came up as found was made of
}

// newRun starts the gate and the browser for one scenario.
func newRun(ctx context.Context, o Options, s *scenario.Scenario, bench *Bench, subject *subject, began time.Time) (*run, error) {
	r := &run{options: o, pace: o.Browser.Pace, scenario: s, bench: bench, server: subject.server, began: began, baselines: map[int]*posui.State{}, tables: map[int]int{}}
	lab, err := openLab(ctx, o, bench, subject)
	if err != nil {
		return nil, err
	}
	r.lab = lab
	r.proof.method = lab.gate.Method()
	r.learnSecrets(ctx)
	return r, nil
}

func (r *run) close() { r.lab.close() }

// all runs the steps until one does not pass, then settles the verdict.
func (r *run) all(ctx context.Context, out *result.Scenario, starting func(scenario.Step)) {
	out.Result = result.Passed
	if r.options.Subject == scenario.AsFound {
		if err := r.beforehand(ctx); err != nil {
			out.Result, out.Reason, out.Detail = classify(ctx, err)
			out.Hint = hint.Of(err)
		}
	}
	for i, step := range r.scenario.Steps {
		if out.Result != result.Passed {
			out.Steps = append(out.Steps, record(r.scenario.Steps[i], result.Skipped, "", 0))
			continue
		}
		starting(step)
		began := r.pace.Mark()
		step, err := r.told(ctx, step)
		if err == nil {
			err = r.step(ctx, step)
		}
		err = r.excuse(ctx, began, err)
		outcome, reason, detail := classify(ctx, err)
		done := record(step, outcome, detail, time.Since(began.Time()))
		done.StartedMS = began.Time().Sub(r.began).Milliseconds()
		out.Steps = append(out.Steps, done)
		if err != nil {
			out.Result, out.Reason, out.Detail, out.Hint = outcome, reason, detail, hint.Of(err)
		}
	}
	r.settle(ctx, out)
}

// settle finishes the proof and lets it overrule a pass.
func (r *run) settle(ctx context.Context, out *result.Scenario) {
	if out.Result == result.Passed {
		began := r.pace.Mark()
		err := errors.Join(r.endOfCut(ctx), r.lastLook(ctx), r.afterwards(ctx), r.proof.missing(r.scenario), r.effects(ctx))
		if err = r.excuse(ctx, began, err); err != nil {
			out.Result, out.Reason, out.Detail = classify(ctx, err)
			out.Hint = hint.Of(err)
		}
	}
	if out.Result == result.Passed {
		old, note := r.freshness(ctx)
		if old = cmp.Or(old, r.age()); old != nil {
			r.warning, out.Hint = old.Failure, old.advice
		}
		out.Detail = note
	}
	if out.Result == result.Passed && r.warning != nil {
		out.Result, out.Reason, out.Detail = result.Degraded, r.warning.Reason, r.warning.Detail
	}
	for _, line := range result.LackingPatches(r.patches) {
		r.warnings = append(r.warnings, result.Warning{Reason: result.PatchOff, Detail: line,
			Hint: "docs/odoo-builds.md says what it is for; install the addon of a newer poswarm, or report this build of Odoo"})
	}
	out.Warnings = append(r.warnings, r.clock()...)
	r.observe()
	out.Observed = r.observed
	out.Proof = r.proof.document()
	out.Proof.Hosts = r.lab.hosts()
	ctx = context.WithoutCancel(ctx) // the scenario's own time may be over
	if out.Result != result.Passed {
		r.learnSecrets(ctx)
	}
	hide(r.secrets(), out)
	r.exhibit(out)
	if out.Result != result.Passed {
		r.keepEvidence(ctx, out)
	}
}

// classify tells a verdict from an inability to judge. The end of the browser
// comes first: whatever else seems to be wrong then may be its doing.
func classify(ctx context.Context, err error) (result.Outcome, result.Reason, string) {
	var (
		failure  *posui.Failure
		unproven *notProven
		ended    *chrome.ExitError
		starved  *tooBusy
	)
	switch {
	case err == nil:
		return result.Passed, "", ""
	case errors.As(err, &starved):
		return result.Error, result.MachineTooBusy, starved.Error()
	case errors.As(err, &ended):
		return result.Error, result.BrowserEnded, result.Words(err)
	case errors.Is(err, chrome.ErrNotIsolated):
		return result.Error, result.NotIsolated, result.Words(err)
	case errors.Is(err, chrome.ErrUnresponsive):
		return result.Error, result.BrowserHung, result.Words(err)
	case errors.Is(err, chrome.ErrWorkerDied):
		return result.Error, result.WorkerDied, result.Words(err)
	case errors.As(err, &failure), errors.As(posui.Broken(err), &failure):
		return result.Failed, failure.Reason, failure.Detail
	case errors.As(err, &unproven):
		return result.Error, result.NotProven, unproven.Error()
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return result.Error, result.Deadline, fmt.Sprint(context.Cause(ctx))
	case ctx.Err() != nil: // the user ended it
		return result.Error, "", fmt.Sprint(context.Cause(ctx))
	case errors.Is(err, context.DeadlineExceeded): // of one call
		return result.Error, result.Deadline, result.Words(err)
	}
	return result.Error, "", result.Words(err)
}

// unable is the verdict when nothing could be tried: only what a look at the
// terminal found is a failure of the terminal.
func unable(ctx context.Context, out result.Scenario, err error) result.Scenario {
	out.Result, out.Reason, out.Detail = classify(ctx, err)
	if _, found := errors.AsType[*posui.Failure](err); !found && out.Result == result.Failed {
		out.Result = result.Error
	}
	out.Hint = hint.Of(err)
	return out
}

func errTimeout(limit time.Duration) error {
	return fmt.Errorf("the scenario did not end within %s", limit)
}

func record(step scenario.Step, outcome result.Outcome, detail string, took time.Duration) result.Step {
	return result.Step{File: step.File, Line: step.Line, Column: step.Column, Step: step.Text,
		Result: outcome, Detail: detail, DurationMS: took.Milliseconds()}
}

// observe copies what the page showed last into the document.
func (r *run) observe() {
	seen := r.lab.page.Observed()
	r.observed.Screen = r.last.Screen
	r.observed.Dialogs = append([]string{}, r.last.Dialogs...)
	for _, dialog := range seen.Dialogs {
		r.observed.Dialogs = append(r.observed.Dialogs, dialog.Type+": "+dialog.Message)
	}
	if !r.last.Booted {
		return
	}
	products, broken, session, unsynced := r.last.Products, len(r.last.Images.Broken), r.last.Session, len(r.last.Unsynced())
	r.observed.Products, r.observed.ImagesBroken = &products, &broken
	r.observed.POSSession, r.observed.UnsyncedOrders = &session, &unsynced
}
