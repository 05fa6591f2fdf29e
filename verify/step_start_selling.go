package verify

import (
	"context"

	"poswarm/internal/posui"
	"poswarm/verify/scenario"
)

var _ = does(stepStartSelling)

func stepStartSelling(ctx context.Context, r *run, _ *scenario.StartSelling) error {
	r.baseline.unopened = false
	return posui.OpenRegister(ctx, r.lab.page)
}
