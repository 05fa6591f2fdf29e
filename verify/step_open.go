package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does((*run).open)

func (r *run) open(ctx context.Context, do *scenario.Open) error {
	path, err := r.fill(ctx, do.Path, r.config(do.Config))
	if err != nil {
		return err
	}
	return r.navigate(ctx, r.lab.origin()+path, do.Within)
}
