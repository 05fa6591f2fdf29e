package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(func(ctx context.Context, r *run, _ *scenario.UpgradeServer) error {
	return r.bench.Control.Upgrade(ctx)
})
