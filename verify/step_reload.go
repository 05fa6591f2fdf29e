package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(stepReload)

func stepReload(ctx context.Context, r *run, do *scenario.Reload) error {
	if do.Hard {
		return r.tab.move(ctx, do.Within, r.testbed.page.ReloadHard)
	}
	return r.tab.move(ctx, do.Within, r.testbed.page.Reload)
}
