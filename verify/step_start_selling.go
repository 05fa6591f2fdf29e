package verify

import (
	"context"

	"poswarm/internal/posui"
	"poswarm/verify/scenario"
)

var _ = does((*run).startSelling)

func (r *run) startSelling(ctx context.Context, _ *scenario.StartSelling) error {
	r.unopened = false
	return posui.OpenRegister(ctx, r.lab.page)
}
