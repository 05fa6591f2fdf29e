package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(stepOpen)

func stepOpen(ctx context.Context, r *run, do *scenario.Open) error {
	path, err := r.fill(ctx, do.Path, r.config(do.Config))
	if err != nil {
		return err
	}
	return r.tab.navigate(ctx, r.testbed.origin()+path, do.Within)
}
