package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// task is what is judged, and where.
type task struct {
	options  Options
	scenario *scenario.Scenario
	bench    *Bench
	server   *odoo.Client // logged in on its own, past the gate; nil as found
	began    time.Time    // its preparation included
}

// run is one scenario being judged: what it is made of, each with a file of its
// own. The steps are handed all of it.
type run struct {
	task
	subject  *subject
	testbed  *testbed
	tab      *tab
	proof    *proof
	baseline *baseline
	sales    *sales
	secrets  *secrets
	shown    *shownPage // what the page that came up as found was made of
	findings findings
	product  string // what {product} stands for, "" until it was asked for
}

// findings are what the document tells besides the verdict.
type findings struct {
	degraded *odooui.Failure // the POS sells, but not as well as it should
	warnings []result.Warning
	patches  []result.Patch // of the page that came up last
	observed result.Observed
}

// newRun starts the gate and the browser for one scenario.
func newRun(ctx context.Context, t task, subject *subject) (*run, error) {
	testbed, err := openTestbed(ctx, t.options, t.bench, subject)
	if err != nil {
		return nil, err
	}
	tab := &tab{testbed: testbed, pace: t.options.Browser.Pace}
	proof := &proof{testbed: testbed, tab: tab, asFound: t.options.Subject == scenario.AsFound}
	tab.leaving = proof.sweep
	r := &run{task: t, subject: subject, testbed: testbed, tab: tab, proof: proof,
		baseline: &baseline{bench: t.bench, states: map[int]*odooui.State{}},
		sales:    &sales{tab: tab, server: t.server, tables: map[int]int{}},
		secrets:  &secrets{bench: t.bench},
	}
	r.secrets.learn(ctx, testbed)
	return r, nil
}

func (r *run) close() {
	r.testbed.close()
	r.subject.remove()
}

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
		began := r.tab.pace.Mark()
		step, err := r.worded(ctx, step)
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
		began := r.tab.pace.Mark()
		err := errors.Join(r.proof.endOfCut(ctx), r.tab.lastLook(ctx), r.proof.afterwards(ctx), r.proof.missing(r.scenario), r.effects(ctx))
		if err = r.excuse(ctx, began, err); err != nil {
			out.Result, out.Reason, out.Detail = classify(ctx, err)
			out.Hint = hint.Of(err)
		}
	}
	if out.Result == result.Passed {
		old, note := r.shown.freshness(ctx, r.bench)
		if old = cmp.Or(old, r.shown.age(r.options.MaxAge)); old != nil {
			r.findings.degraded, out.Hint = old.Failure, old.advice
		}
		out.Detail = note
	}
	if out.Result == result.Passed && r.findings.degraded != nil {
		out.Result, out.Reason, out.Detail = result.Degraded, r.findings.degraded.Reason, r.findings.degraded.Detail
	}
	for _, line := range result.LackingPatches(r.findings.patches) {
		r.findings.warnings = append(r.findings.warnings, result.Warning{Reason: result.PatchOff, Detail: line,
			Hint: "docs/odoo-builds.md says what it is for; install the addon of a newer poswarm, or report this build of Odoo"})
	}
	out.Warnings = append(r.findings.warnings, r.clock()...)
	r.observe()
	out.Observed = r.findings.observed
	out.Proof = r.proof.document()
	ctx = context.WithoutCancel(ctx) // the scenario's own time may be over
	if out.Result != result.Passed {
		r.secrets.learn(ctx, r.testbed)
	}
	r.secrets.hide(out)
	r.addRecording(out)
	if out.Result != result.Passed {
		r.keepEvidence(ctx, out)
	}
}

// classify tells a verdict from an inability to judge. The end of the browser
// comes first: whatever else seems to be wrong then may be its doing.
func classify(ctx context.Context, err error) (result.Outcome, result.Reason, string) {
	var (
		failure  *odooui.Failure
		unproven *notProven
		ended    *chrome.ExitError
		starved  *starvedError
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
	case errors.Is(err, chrome.ErrNoRoom), errors.Is(err, syscall.ENOSPC):
		return result.Error, result.DiskFull, result.Words(err)
	case errors.Is(err, chrome.ErrWorkerDied):
		return result.Error, result.WorkerDied, result.Words(err)
	case errors.As(err, &failure), errors.As(odooui.Broken(err), &failure):
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
	if _, found := errors.AsType[*odooui.Failure](err); !found && out.Result == result.Failed {
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
	seen := r.testbed.page.Observed()
	r.findings.observed.Screen = r.tab.last.Screen
	r.findings.observed.Dialogs = append([]string{}, r.tab.last.Dialogs...)
	for _, dialog := range seen.Dialogs {
		r.findings.observed.Dialogs = append(r.findings.observed.Dialogs, dialog.Type+": "+dialog.Message)
	}
	if !r.tab.last.Booted {
		return
	}
	products, broken, session, unsynced := r.tab.last.Products, len(r.tab.last.Images.Broken), r.tab.last.Session, len(r.tab.last.Unsynced())
	r.findings.observed.Products, r.findings.observed.ImagesBroken = &products, &broken
	r.findings.observed.POSSession, r.findings.observed.UnsyncedOrders = &session, &unsynced
}
