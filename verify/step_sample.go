package verify

import (
	"context"
	"fmt"

	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

var _ = does(stepSample)

// stepSample measures the same several times. Each time is an expectation of its
// own: a POS that does not come up ends the scenario.
func stepSample(ctx context.Context, r *run, do *scenario.Sample) error {
	values := make([]int64, 0, do.Times)
	for i := range do.Times {
		if err := anew(ctx, r, do.By); err != nil {
			return fmt.Errorf("sample %d of %d: %w", i+1, do.Times, err)
		}
		if r.tab.landing != nil {
			return r.tab.landing
		}
		if err := expectUp(ctx, r, &scenario.Up{Within: do.Within, Config: scenario.This}); err != nil {
			return err
		}
		values = append(values, *r.findings.observed.UpMS)
	}
	r.findings.observed.Samples = append(r.findings.observed.Samples, result.NewSample(string(do.What), string(do.By), values))
	return nil
}

// anew brings the POS up again.
func anew(ctx context.Context, r *run, by scenario.Kind) error {
	switch by {
	case scenario.KindReload:
		return stepReload(ctx, r, &scenario.Reload{Within: scenario.DefaultPageWithin})
	case scenario.KindRestartBrowser:
		return stepRestartBrowser(ctx, r, &scenario.RestartBrowser{})
	}
	return r.tab.navigate(ctx, r.tab.home(), scenario.DefaultPageWithin)
}
