// The tests of this package prove that campaigns find what is wrong: each runs for a
// moment against a sound terminal, and against one that lies.
package soak

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/outage"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
)

func TestMain(m *testing.M) {
	outage.RunHelper() // Chrome's namespace starts this program again
	pacetest.OneTurn()
	os.Exit(m.Run())
}

// sample runs some cases of a campaign on the demo.
func sample(t *testing.T, run func(context.Context, Options) (Tally, error), worker, only string, limit time.Duration) (Tally, string) {
	t.Helper()
	pacetest.Turn(t)
	var log strings.Builder
	ctx := pacetest.Within(t, 3*time.Minute)
	tally, err := run(ctx, Options{Seed: 7, Time: limit, Only: only, Terminals: 1, Log: io.MultiWriter(&log, t.Output()),
		Shop: func(ctx context.Context) (*Shop, error) {
			shop, err := NewDemo(ctx, worker)
			if err == nil {
				shop.Browser = chrometest.Scratch()
			}
			return shop, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(tally)
	return tally, log.String()
}

// A few moments of the full campaigns; make soak runs all of them.
func TestSampleOfEachCampaign(t *testing.T) {
	for _, c := range []struct {
		campaign Campaign
		only     string
		limit    time.Duration
	}{
		{Campaign{Name: "cut-sweep", Run: CutSweep}, "second/1/body/portal", 0},
		{Campaign{Name: "kill-sweep", Run: KillSweep}, "update/22", 0},
		{Campaign{Name: "poison", Run: Poison}, "page/portal", 0},
		{Campaign{Name: "random-walk", Run: RandomWalk}, "", 12 * time.Second},
		{Campaign{Name: "honest-runs", Run: HonestRuns}, "0/reload-from-backend", 0},
		{Campaign{Name: "sales", Run: Sales}, "sales/till-", 12 * time.Second},
		{Campaign{Name: "sales", Run: Sales}, "known/unanswered-second-round", 0},
	} {
		t.Run(c.campaign.Name, func(t *testing.T) {
			if tally, _ := sample(t, c.campaign.Run, demo.WorkerPoswarm, c.only, c.limit); !tally.OK() {
				t.Error(tally)
			}
		})
	}
}

// The campaigns must be able to fail: a portal's page is a POS page to a worker
// that asks for nothing but its status.
func TestCampaignsFindWhatIsWrong(t *testing.T) {
	tally, log := sample(t, Poison, demo.WorkerUpstreamLike, "page/portal", 0)
	if tally.Cases != 1 || tally.Failures != 1 || tally.OK() || !strings.Contains(log, "FAILED poison/page/portal seed=7: kept: ") {
		t.Errorf("%s\n%s", tally, log)
	}
}

func TestTallyNeedsACase(t *testing.T) {
	if (Tally{}).OK() || !(Tally{Cases: 1}).OK() || (Tally{Cases: 2, Failures: 1}).OK() {
		t.Error("a tally without a case, or with a failure, is fine")
	}
	if got := (Tally{Name: "poison", Cases: 3, Failures: 1, Seed: 9}).String(); got != "soak: poison cases=3 failures=1 seed=9" {
		t.Error(got)
	}
}

func TestEnvironment(t *testing.T) {
	read := func(pairs ...string) (Options, error) {
		env := map[string]string{}
		for _, p := range pairs {
			k, v, _ := strings.Cut(p, "=")
			env[k] = v
		}
		return FromEnvironment(func(k string) string { return env[k] }, io.Discard)
	}
	o, err := read("SOAK_TIME=2m", "SOAK_SEED=5")
	if err != nil || o.Time != 2*time.Minute || o.Seed != 5 || o.Terminals != atATime {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range []string{"SOAK_TIME=soon", "SOAK_SEED=x", "SOAK_TILLS=0", "SOAK_URL=nowhere"} {
		if _, err := read(bad); err == nil || !strings.HasPrefix(err.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// Only a pass is honest.
func TestHonestly(t *testing.T) {
	for outcome, fine := range map[result.Outcome]bool{result.Passed: true, result.Degraded: false, result.Failed: false, result.Error: false, result.Flaky: false, result.Skipped: false} {
		doc := result.NewVerify("fresh", result.Target{})
		doc.Scenarios = []result.Scenario{{Name: "x", Result: outcome}}
		if err := honestly(doc); (err == nil) != fine {
			t.Errorf("%s: %v", outcome, err)
		}
	}
	if honestly(result.NewVerify("fresh", result.Target{})) == nil {
		t.Error("a run without a verdict is fine")
	}
}
