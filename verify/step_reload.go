package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does((*run).reload)

func (r *run) reload(ctx context.Context, do *scenario.Reload) error {
	if do.Hard {
		return r.move(ctx, do.Within, r.lab.page.ReloadHard)
	}
	return r.move(ctx, do.Within, r.lab.page.Reload)
}
