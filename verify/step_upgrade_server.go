package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(func(r *run, ctx context.Context, _ *scenario.UpgradeServer) error {
	return r.bench.Control.Upgrade(ctx)
})
