package verify

import (
	"context"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

var _ = does(stepStartSelling)

func stepStartSelling(ctx context.Context, r *run, _ *scenario.StartSelling) error {
	r.baseline.unopened = false
	return odooui.OpenRegister(ctx, r.testbed.page)
}
