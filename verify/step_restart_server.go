package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(func(ctx context.Context, r *run, _ *scenario.RestartServer) error {
	return r.bench.Control.Restart(ctx)
})
