package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(func(r *run, ctx context.Context, _ *scenario.RestartServer) error {
	return r.bench.Control.Restart(ctx)
})
