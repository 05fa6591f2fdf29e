package chrome

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Worker is a version of a registered service worker.
type Worker struct {
	Scope  string `json:"scope"`
	Script string `json:"script"`
	// Status is new, installing, installed, activating, activated or redundant.
	Status string `json:"status"`
	// Running is stopped, starting, running or stopping.
	Running string `json:"running"`
	// Errors are what Chrome reported about this registration.
	Errors []string `json:"errors"`

	target  target.ID
	version string
}

// listLimit bounds the wait for Chrome to tell which service workers a profile
// has. It tells so within milliseconds of its start, unless the machine is busy.
const listLimit = 20 * time.Second

var errListLate = fmt.Errorf("no list after %s", listLimit)

// registry mirrors Chrome's list of service workers. Its events come on the
// session of the first tab and cover the whole profile.
type registry struct {
	mu       sync.Mutex
	scopes   map[serviceworker.RegistrationID]string
	versions map[string]*serviceworker.Version
	errors   map[serviceworker.RegistrationID][]string
	stops    map[string]int // how often a version stopped
	changed  chan struct{}  // closed and replaced at each change
	read     bool           // Chrome has told what the profile holds
	gone     error
}

func (r *registry) init() {
	r.scopes = make(map[serviceworker.RegistrationID]string)
	r.versions = make(map[string]*serviceworker.Version)
	r.errors = make(map[serviceworker.RegistrationID][]string)
	r.stops = make(map[string]int)
	r.changed = make(chan struct{})
}

func (r *registry) listen(ev any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ev := ev.(type) {
	case *serviceworker.EventWorkerRegistrationUpdated:
		for _, g := range ev.Registrations {
			if g.IsDeleted {
				delete(r.scopes, g.RegistrationID)
			} else {
				r.scopes[g.RegistrationID] = g.ScopeURL
			}
		}
	case *serviceworker.EventWorkerVersionUpdated:
		r.read = true // the first one comes also when there is no worker
		for _, v := range ev.Versions {
			if v.RunningStatus == serviceworker.VersionRunningStatusStopped {
				r.stops[v.VersionID]++
			}
			if v.Status == serviceworker.VersionStatusRedundant {
				delete(r.versions, v.VersionID)
			} else {
				r.versions[v.VersionID] = v
			}
		}
	case *serviceworker.EventWorkerErrorReported:
		id := ev.ErrorMessage.RegistrationID
		if len(r.errors[id]) < maxObserved {
			r.errors[id] = append(r.errors[id], ev.ErrorMessage.ErrorMessage)
		}
	default:
		return
	}
	r.notify()
}

func (r *registry) notify() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *registry) end(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone = err
	r.notify()
}

// await waits until Chrome has told what the profile holds.
func (r *registry) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, listLimit, errListLate)
	defer cancel()
	told := func() bool { return r.read || r.gone != nil }
	if !r.until(ctx, told) {
		return fmt.Errorf("waiting for Chrome's list of service workers: %w", context.Cause(ctx))
	}
	return nil
}

// until waits until what r knows makes done true, or ctx ends; then it is false.
func (r *registry) until(ctx context.Context, done func() bool) bool {
	for {
		r.mu.Lock()
		enough, changed := done(), r.changed
		r.mu.Unlock()
		if enough {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// list returns the versions whose scope begins with prefix, the active ones
// first, and the channel that tells of the next change.
func (r *registry) list(prefix string) ([]Worker, <-chan struct{}, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var active, other []Worker
	for _, v := range r.versions {
		scope, ok := r.scopes[v.RegistrationID]
		if !ok || !strings.HasPrefix(scope, prefix) {
			continue
		}
		w := Worker{Scope: scope, Script: v.ScriptURL, Status: string(v.Status), Running: string(v.RunningStatus),
			Errors: append([]string(nil), r.errors[v.RegistrationID]...), target: v.TargetID, version: v.VersionID}
		if v.Status == serviceworker.VersionStatusActivated {
			active = append(active, w)
		} else {
			other = append(other, w)
		}
	}
	return append(active, other...), r.changed, r.gone
}

// untilStopped calls end when the version stops. The session of a worker
// outlives it and takes up the next start, so a question that was pending then
// would never end. A version that was replaced is detached instead.
func (r *registry) untilStopped(ctx context.Context, version string, end context.CancelCauseFunc) {
	var v *serviceworker.Version
	runsNoMore := func() bool {
		v = r.versions[version]
		return v == nil || v.RunningStatus != serviceworker.VersionRunningStatusRunning
	}
	if r.until(ctx, runsNoMore) && v != nil {
		end(ErrWorkerDied)
	}
}

// Workers returns the service workers of the profile, the active ones first.
func (b *Browser) Workers() []Worker {
	list, _, _ := b.workers.list("")
	return list
}

// KnownWorkers is [Browser.Workers] once Chrome has told what the profile holds.
func (b *Browser) KnownWorkers(ctx context.Context) ([]Worker, error) {
	if err := b.workers.await(ctx); err != nil {
		return nil, err
	}
	return b.Workers(), b.Err()
}

// StopWorkers stops every service worker. The next event starts them again.
func (b *Browser) StopWorkers(ctx context.Context) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	if err := b.workers.await(ctx); err != nil {
		return err
	}
	before := b.workers.alive()
	if err := b.firstCall(ctx, serviceworker.CommandStopAllWorkers); err != nil {
		return err
	}
	return b.workers.awaitStops(ctx, before)
}

// alive counts the stops so far of the versions that are not stopped.
func (r *registry) alive() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := make(map[string]int)
	for id, v := range r.versions {
		if v.RunningStatus != serviceworker.VersionRunningStatusStopped {
			before[id] = r.stops[id]
		}
	}
	return before
}

// awaitStops waits until each version has stopped once more or was replaced.
// Chrome answers the command before its list says so, and who asked a worker in
// between would take the old one for a running one.
func (r *registry) awaitStops(ctx context.Context, before map[string]int) error {
	var gone error
	stopped := func() bool {
		maps.DeleteFunc(before, func(id string, stops int) bool { return r.versions[id] == nil || r.stops[id] > stops })
		gone = r.gone
		return len(before) == 0 || gone != nil
	}
	if !r.until(ctx, stopped) {
		return fmt.Errorf("waiting for %d service workers to stop: %w", len(before), context.Cause(ctx))
	}
	return gone
}

// EvalWorker evaluates js inside the service worker whose scope begins with
// scopePrefix, as Page.Eval does in a page. A stopped worker is started first.
// It attaches to the worker and detaches again; the worker lives on.
func (b *Browser) EvalWorker(ctx context.Context, scopePrefix string, js string, out any) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	w, err := b.runningWorker(ctx, scopePrefix)
	if err != nil {
		return err
	}
	wctx, wcancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(w.target), chromedp.WithDetachOnCancel(),
		chromedp.WithListener(b.record.listenWorker))
	defer wcancel()
	// The first run on a chromedp context owns the attachment, so it gets the
	// worker's context, which ends with ours, and not a context with a deadline.
	defer context.AfterFunc(ctx, wcancel)()
	ectx, end := context.WithCancelCause(ctx)
	defer end(nil)
	go b.workers.untilStopped(ectx, w.version, end)
	err = chromedp.Do(wctx)
	if err == nil {
		err = evaluate(ectx, chromedp.FromContext(wctx).Target, js, out)
	}
	var script *ScriptError
	switch {
	case err == nil, errors.As(err, &script):
		return err
	case errors.Is(context.Cause(ectx), ErrWorkerDied):
		return fmt.Errorf("%w while it was asked (%s)", ErrWorkerDied, w.Scope)
	case ctx.Err() != nil:
		return fmt.Errorf("waiting for the service worker of %s: %w", w.Scope, context.Cause(ctx))
	case b.Err() == nil && errors.Is(err, chromedp.ErrTargetDetached):
		return fmt.Errorf("%w while it was asked (%s): %w", ErrWorkerDied, w.Scope, err)
	}
	return fmt.Errorf("evaluating in the service worker of %s: %w", w.Scope, b.why(mapProtocolError(err)))
}

// runningWorker finds the worker and waits until it runs.
func (b *Browser) runningWorker(ctx context.Context, prefix string) (Worker, error) {
	if err := b.workers.await(ctx); err != nil {
		return Worker{}, err
	}
	started := false
	for {
		list, changed, gone := b.workers.list(prefix)
		if gone != nil {
			return Worker{}, gone
		}
		if len(list) == 0 {
			return Worker{}, fmt.Errorf("%w for %s", ErrNoWorker, prefix)
		}
		w := list[0]
		if w.target != "" && w.Running == string(serviceworker.VersionRunningStatusRunning) {
			return w, nil
		}
		if !started && w.Running == string(serviceworker.VersionRunningStatusStopped) {
			started = true
			_, err := cdp.Call(ctx, b.first.session, serviceworker.StartWorker, serviceworker.StartWorkerParams{ScopeURL: w.Scope})
			if err != nil {
				return Worker{}, fmt.Errorf("starting the service worker of %s: %w", w.Scope, b.why(err))
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Worker{}, fmt.Errorf("waiting for the service worker of %s, which is %s and %s: %w", w.Scope, w.Status, w.Running, context.Cause(ctx))
		}
	}
}
