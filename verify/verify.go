// Package verify runs scenarios against a POS terminal: it cuts the network
// for real, does what a cashier does, judges what the page shows and says how
// it knows that the server was away.
//
// A verdict is never retried. What could not be judged, or not be proven, is
// an error and never a pass.
package verify

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"poswarm/internal/chrome"
	"poswarm/internal/odoo"
	"poswarm/internal/pace"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// Options say what to judge and how.
type Options struct {
	Subject   scenario.Subject // Fresh or AsFound
	Scenarios []*scenario.Scenario
	// Benches hands out the servers to judge against.
	Benches Benches
	// Profile is the till's own user data directory when judged as found;
	// ProfileDirectory the profile inside it, empty for Chrome's default.
	Profile, ProfileDirectory string
	AllowSales, OpenSession   bool
	// ReadOnlyCalls are MODEL.METHOD, or paths, that a scenario marked safe may
	// call although nobody but the user knows that they change nothing.
	ReadOnlyCalls []string
	// Scratch is the folder for profiles and copies of profiles, "" for the
	// system's folder for temporary files.
	Scratch      string
	Browser      chrome.Options
	NoNamespace  bool          // use the gate without a network namespace
	Timeout      time.Duration // of one scenario, its preparation included
	Evidence     string        // folder for what failed, empty for none
	Jobs         int           // scenarios at a time, at least 1
	MaxAge       time.Duration // of what a till as found holds, 0 for any
	FlakyRetries int           // how often a scenario that failed is run again
	Seed         uint64        // of the order of the scenarios, 0 for as they stand
	Progress     func(Event)
	Logger       *slog.Logger
}

// Event is one thing to tell the waiting user.
type Event struct {
	Scenario string
	Step     string         // step that starts now, empty at the end of a scenario
	Outcome  result.Outcome // at the end
	Detail   string
	Hint     string // what can be done about it, or empty
}

// Bench is one server to judge against.
type Bench struct {
	URL             *url.URL
	Database        string
	Config, Other   int  // POS configs; Other is 0 when there is only one
	Restaurant      int  // POS config with tables, 0 when there is none
	NoBarcodes      bool // the server says that no plain product of the POS has one
	Login, Password string
	// The second user, empty when there is none.
	OtherLogin, OtherPassword string
	Control                   Control // nil when the server cannot be controlled
	// Keep remembers the server as it is now, with a terminal primed for it: a
	// scenario that changes it finds it so again, and so need not prime a terminal
	// of its own. Nil for a server that cannot go back.
	Keep      func()
	Transport http.RoundTripper // for our own questions, nil for the default
	// Asking is a log-in of our own for a profile judged as found, nil for none;
	// NotAsking then says why there is none although Login was given.
	Asking    *odoo.Client
	NotAsking string
	// What the gate verifies the certificate of an https server against, nil
	// for the system's authorities; Insecure accepts any.
	RootCAs  *x509.CertPool
	Insecure bool
}

func (b *Bench) origin() string { return b.URL.Scheme + "://" + b.URL.Host }

// restaurant is the same server for a story about its restaurant.
func (b *Bench) restaurant() *Bench {
	other := *b
	other.Config = b.Restaurant
	return &other
}

// Benches hands out servers. A real server is one bench for everything; the
// demo starts as many as are asked for.
type Benches interface {
	// Take waits for a bench that no other scenario uses.
	Take(ctx context.Context) (*Bench, error)
	// Give returns it; spent means that a scenario changed the server, so that
	// what was primed before may not hold any more, unless the server goes back to
	// what it was when Keep was called.
	Give(bench *Bench, spent bool)
}

// Control changes the server under test.
type Control interface {
	Restart(ctx context.Context) error
	// Upgrade changes bundles and registry as a module upgrade does.
	Upgrade(ctx context.Context) error
}

// Run judges all scenarios, in their order where only one runs at a time. The
// document holds every scenario asked for, also when the context ended.
func Run(ctx context.Context, o Options, document *result.Verify) {
	outcomes := make([]result.Scenario, len(o.Scenarios))
	subjects := newSubjects(o)
	defer subjects.close()
	group := errgroup.Group{}
	group.SetLimit(max(1, o.Jobs))
	var telling sync.Mutex
	tell := func(event Event) {
		telling.Lock()
		defer telling.Unlock()
		o.Progress(event)
	}
	for _, i := range startOrder(len(o.Scenarios), o.Seed) {
		s := o.Scenarios[i]
		group.Go(func() error {
			defer func() {
				if bug := recover(); bug != nil {
					outcomes[i] = unable(ctx, result.Scenario{Name: s.Name, File: s.File, Line: s.Line, Steps: []result.Step{}},
						fmt.Errorf("this is a bug in poswarm: %v\n%s", bug, debug.Stack()))
				}
			}()
			outcomes[i] = again(ctx, o, judge(ctx, o, subjects, s, tell), func(o Options) result.Scenario {
				return judge(ctx, o, subjects, s, tell)
			})
			tell(Event{Scenario: s.Name, Outcome: outcomes[i].Result, Detail: outcomes[i].Words(), Hint: outcomes[i].Hint})
			return nil
		})
	}
	_ = group.Wait() // no function above returns an error
	document.Scenarios = append(document.Scenarios, outcomes...)
}

// startedFormat is RFC 3339 to the millisecond.
const startedFormat = "2006-01-02T15:04:05.000Z07:00"

// startOrder is the startOrder in which scenarios start: as they were given, or the one
// that belongs to the seed. None may depend on another.
func startOrder(n int, seed uint64) []int {
	if seed != 0 {
		return rand.New(rand.NewPCG(seed, 0)).Perm(n)
	}
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// again runs a scenario that failed once more, as often as the user allows. The
// first failure stays, evidence included; a later pass only says that it does
// not always fail.
func again(ctx context.Context, o Options, first result.Scenario, judge func(Options) result.Scenario) result.Scenario {
	if first.Result != result.Failed {
		return first
	}
	tries := o.FlakyRetries
	o.Evidence = ""
	for try := 1; try <= tries && ctx.Err() == nil; try++ {
		later := judge(o)
		if later.Result != result.Passed && later.Result != result.Degraded {
			continue
		}
		first.Detail = fmt.Sprintf("%s; passed when run again (try %d)", first.Words(), try+1)
		first.Result = result.Flaky
		return first
	}
	return first
}

// judge runs one scenario from preparation to verdict.
func judge(ctx context.Context, o Options, subjects *subjects, s *scenario.Scenario, tell func(Event)) (out result.Scenario) {
	began := time.Now()
	out = result.Scenario{Name: s.Name, File: s.File, Line: s.Line, Steps: []result.Step{}, Started: began.UTC().Format(startedFormat)}
	out.Observed.Dialogs = []string{}
	defer func() { out.DurationMS = time.Since(began).Milliseconds() }()
	if cause := context.Cause(ctx); cause != nil {
		out.Result, out.Detail = result.Skipped, "not run: "+cause.Error()
		return out
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, errTimeout(o.Timeout))
	defer cancel()
	meter := pace.Watch()
	defer meter.Close()
	o.Browser.Pace = meter
	bench, err := o.Benches.Take(ctx)
	if err != nil {
		return unable(ctx, out, err)
	}
	defer func(taken *Bench) { o.Benches.Give(taken, !s.Safe || s.Needs(scenario.ServerControl)) }(bench)
	if s.Needs(scenario.Restaurant) && bench.Restaurant != 0 {
		bench = bench.restaurant()
	}
	out.Config = bench.Config
	if unmet := unmet(o, s, bench); unmet != "" {
		out.Result, out.Detail = result.Skipped, unmet
		return out
	}
	tell(Event{Scenario: s.Name, Step: "preparing the terminal"})
	preparing := meter.Mark()
	run, warnings, err := subjects.ready(ctx, task{options: o, scenario: s, bench: bench, began: began})
	if err != nil {
		out.Warnings = warnings
		out = unable(ctx, out, excuse(ctx, err, meter.Since(preparing)))
		keepVerdict(o, bench, &out)
		return out
	}
	defer run.close()
	run.all(ctx, &out, func(step scenario.Step) { tell(Event{Scenario: s.Name, Step: step.Text}) })
	if err := run.proof.witness(ctx, out.Result); err != nil {
		out = unable(ctx, out, err)
		keepVerdict(o, bench, &out)
	}
	return out
}

// ready takes the terminal for one scenario and starts a browser on it. What is
// wrong with a till as found is known before, and so are the warnings.
func (s *subjects) ready(ctx context.Context, t task) (run *run, warnings []result.Warning, err error) {
	subject, err := s.take(ctx, t.bench, t.scenario, t.options.Browser.Pace)
	if err != nil {
		return nil, nil, err
	}
	if t.options.Subject == scenario.AsFound {
		warnings, err = t.options.comesUpAgain(t.bench.origin())
	}
	if err == nil {
		t.server = subject.server
		run, err = newRun(ctx, t, subject)
	}
	if err != nil {
		subject.remove()
		return nil, warnings, err
	}
	run.findings.warnings = warnings
	return run, warnings, nil
}

// unmet says which requirement of the scenario is not met here, or "".
func unmet(o Options, s *scenario.Scenario, bench *Bench) string {
	switch {
	case !s.Subject.Fits(o.Subject):
		return "judges a " + string(s.Subject) + " profile only"
	case s.Needs(scenario.Sales) && !o.AllowSales:
		return "makes sales: allow them with --allow-sales"
	case s.Needs(scenario.ServerControl) && bench.Control == nil:
		return "changes the server: only on the demo, or with --upgrade-command COMMAND"
	case s.Needs(scenario.TwoConfigs) && bench.Other == 0:
		return "needs a second POS with an open register, or --open-session"
	case s.Needs(scenario.Restaurant) && bench.Restaurant == 0:
		return "needs a restaurant's POS config"
	case s.Needs(scenario.Barcodes) && bench.NoBarcodes:
		return "no plain product of this POS has a barcode"
	case s.Needs(scenario.TwoUsers) && bench.OtherLogin == "":
		return "needs a second user: only on the demo, or with --other-login"
	case s.Needs(scenario.Sessions) && !o.OpenSession:
		return "closes and opens POS sessions: allow that with --open-session and --allow-sales"
	}
	return ""
}
