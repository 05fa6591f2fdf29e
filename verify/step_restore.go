package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(stepRestore)

func stepRestore(ctx context.Context, r *run, _ *scenario.Restore) error {
	if err := r.proof.endOfCut(ctx); err != nil {
		return err
	}
	r.proof.cut = nil
	return r.testbed.restore(ctx)
}
