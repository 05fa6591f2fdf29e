// The tests of this package prove that a verdict is right: a sound terminal passes
// every story, and each way in which a terminal, a server, a page or the check
// itself goes wrong is failed or an error with its reason, and never a pass.
package verify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// A scenario that failed may be run again; that makes it flaky at most, and
// what could not be judged is not tried again.
func TestRunAgain(t *testing.T) {
	for _, c := range []struct {
		outcomes string // of the first run and the later ones
		retries  int
		want     result.Outcome
		runs     int
	}{
		{"failed", 0, result.Failed, 1},
		{"failed passed", 1, result.Flaky, 2},
		{"failed degraded", 1, result.Flaky, 2},
		{"failed failed passed", 2, result.Flaky, 3},
		{"failed failed passed", 1, result.Failed, 2},
		{"failed error", 1, result.Failed, 2},
		{"failed skipped", 1, result.Failed, 2},
		{"error passed", 1, result.Error, 1},
		{"passed", 5, result.Passed, 1},
	} {
		outcomes := strings.Fields(c.outcomes)
		runs := 1
		first := result.Scenario{Result: result.Outcome(outcomes[0]), Reason: result.BlankPage, Evidence: "kept"}
		got := again(t.Context(), Options{FlakyRetries: c.retries, Evidence: "folder"}, first, func(o Options) result.Scenario {
			if o.Evidence != "" {
				t.Error("a later run writes over the evidence of the first failure")
			}
			runs++
			return result.Scenario{Result: result.Outcome(outcomes[runs-1])}
		})
		if got.Result != c.want || runs != c.runs || got.Reason != result.BlankPage || got.Evidence != "kept" {
			t.Errorf("%q with %d retries: %+v after %d runs", c.outcomes, c.retries, got, runs)
		}
	}
}

func TestOrder(t *testing.T) {
	if got := startOrder(4, 0); !slices.Equal(got, []int{0, 1, 2, 3}) {
		t.Errorf("without a seed: %v", got)
	}
	one, same, other := startOrder(50, 7), startOrder(50, 7), startOrder(50, 8)
	if !slices.Equal(one, same) || slices.Equal(one, other) || slices.IsSorted(one) {
		t.Errorf("%v, %v, %v", one, same, other)
	}
	slices.Sort(one)
	if !slices.Equal(one, startOrder(50, 0)) {
		t.Errorf("not every scenario: %v", one)
	}
}

// brokenBenches is a bug of ours.
type brokenBenches struct{}

func (brokenBenches) Take(context.Context) (*Bench, error) { panic("no such bench") }
func (brokenBenches) Give(*Bench, bool)                    {}

// A bug is no verdict on the terminal, and the other scenarios get theirs.
func TestBugIsAnError(t *testing.T) {
	document := result.NewVerify("fresh", result.Target{})
	one := &scenario.Scenario{Name: "one", Subject: scenario.Fresh}
	Run(t.Context(), Options{Subject: scenario.Fresh, Scenarios: []*scenario.Scenario{one, one}, Benches: brokenBenches{},
		Timeout: time.Minute, Jobs: 2, Progress: func(Event) {}}, document)
	for _, got := range document.Scenarios {
		if got.Result != result.Error || !strings.Contains(got.Detail, "this is a bug in poswarm: no such bench") {
			t.Errorf("%s: %s", got.Result, got.Detail)
		}
	}
}

func TestClassify(t *testing.T) {
	over, cancel := context.WithTimeoutCause(t.Context(), 0, errTimeout(time.Second))
	defer cancel()
	<-over.Done()
	ended := &chrome.ExitError{Cause: errors.New("signal: killed")}
	for _, c := range []struct {
		ctx    context.Context
		err    error
		want   result.Outcome
		reason result.Reason
	}{
		{t.Context(), nil, result.Passed, ""},
		{t.Context(), odooui.Failf(result.BlankPage, ""), result.Failed, result.BlankPage},
		{t.Context(), chrome.ErrCrashed, result.Failed, result.Crash},
		{t.Context(), chrome.ErrHung, result.Failed, result.Hang},
		{t.Context(), ended, result.Error, result.BrowserEnded},
		{t.Context(), errors.Join(odooui.Failf(result.BlankPage, ""), ended), result.Error, result.BrowserEnded},
		{t.Context(), chrome.ErrUnresponsive, result.Error, result.BrowserHung},
		{t.Context(), chrome.ErrWorkerDied, result.Error, result.WorkerDied},
		{t.Context(), context.DeadlineExceeded, result.Error, result.Deadline},
		{over, errors.New("whatever it led to"), result.Error, result.Deadline},
		{t.Context(), errors.New("anything else"), result.Error, ""},
	} {
		if got, reason, _ := classify(c.ctx, c.err); got != c.want || reason != c.reason {
			t.Errorf("%v: %s (%s), want %s (%s)", c.err, got, reason, c.want, c.reason)
		}
	}
}
