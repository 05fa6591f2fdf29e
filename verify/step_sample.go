package verify

import (
	"context"
	"fmt"

	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

var _ = does((*run).sample)

// sample measures the same several times. Each time is an expectation of its
// own: a POS that does not come up ends the scenario.
func (r *run) sample(ctx context.Context, do *scenario.Sample) error {
	values := make([]int64, 0, do.Times)
	for i := range do.Times {
		if err := r.anew(ctx, do.By); err != nil {
			return fmt.Errorf("sample %d of %d: %w", i+1, do.Times, err)
		}
		if r.landing != nil {
			return r.landing
		}
		if err := r.expectUp(ctx, &scenario.Up{Within: do.Within, Config: scenario.This}); err != nil {
			return err
		}
		values = append(values, *r.observed.UpMS)
	}
	r.observed.Samples = append(r.observed.Samples, result.NewSample(string(do.What), string(do.By), values))
	return nil
}

// anew brings the POS up again.
func (r *run) anew(ctx context.Context, by scenario.Kind) error {
	switch by {
	case scenario.KindReload:
		return r.reload(ctx, &scenario.Reload{Within: scenario.DefaultPageWithin})
	case scenario.KindRestartBrowser:
		return r.restartBrowser(ctx, &scenario.RestartBrowser{})
	}
	return r.navigate(ctx, r.home(), scenario.DefaultPageWithin)
}
