package soak

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// honestRounds are enough that every scenario has run three times, and all of
// them together more than a hundred times.
const honestRounds = 3

// HonestRuns judges terminals that nothing is wrong with: every scenario of the
// library, in another order each time, on the demo with our worker. A verdict
// other than passed is a flaw of verify, or of what it judges; none may be.
func HonestRuns(ctx context.Context, o Options) (Tally, error) {
	c, err := newCampaign("honest-runs", o)
	if err != nil {
		return Tally{}, err
	}
	defer func() { _ = c.scratch.Remove() }()
	binary, err := chrome.Find("")
	if err != nil {
		return c.tally, err
	}
	benches := bench.NewDemo(demo.Options{})
	defer benches.Close()
	for round := range honestRounds {
		scenarios, err := c.honest(round)
		if err != nil {
			return c.tally, err
		}
		for _, s := range scenarios {
			if c.over(ctx) {
				return c.tally, ctx.Err()
			}
			document := result.NewVerify(string(scenario.Fresh), result.Target{})
			verify.Run(ctx, verify.Options{Subject: scenario.Fresh, Scenarios: []*scenario.Scenario{s}, Benches: benches,
				AllowSales: true, OpenSession: true, Jobs: 1, Timeout: 3 * time.Minute, Browser: chrome.Options{Binary: binary, Headless: true},
				Progress: func(verify.Event) {}, Logger: slog.New(slog.DiscardHandler)}, document)
			c.count(ctx, fmt.Sprintf("%d/%s", round, s.Name), honestly(document))
		}
	}
	return c.tally, nil
}

// honest is the library in the order of a round.
func (c *campaign) honest(round int) ([]*scenario.Scenario, error) {
	library, err := scenario.Library()
	if err != nil {
		return nil, err
	}
	var wanted []*scenario.Scenario
	for _, s := range library {
		if c.wanted(fmt.Sprintf("%d/%s", round, s.Name)) {
			wanted = append(wanted, s)
		}
	}
	c.random(fmt.Sprint(round)).Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
	return wanted, nil
}

// honestly is nil for a pass.
func honestly(document *result.Verify) error {
	if len(document.Scenarios) != 1 {
		return errors.New("no verdict")
	}
	if v := document.Scenarios[0]; v.Result != result.Passed {
		return fmt.Errorf("%s (%s): %s", v.Result, v.Reason, v.Words())
	}
	return nil
}
