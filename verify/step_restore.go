package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does((*run).restore)

func (r *run) restore(ctx context.Context, _ *scenario.Restore) error {
	if err := r.endOfCut(ctx); err != nil {
		return err
	}
	r.outage = nil
	return r.lab.restore(ctx)
}
