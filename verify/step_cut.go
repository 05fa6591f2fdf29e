package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(func(ctx context.Context, r *run, do *scenario.Cut) error { return r.proof.begin(ctx, do) })
