package verify

import (
	"context"

	"poswarm/internal/posui"
	"poswarm/verify/scenario"
)

var _ = does((*run).showProducts)

func (r *run) showProducts(ctx context.Context, _ *scenario.ShowProducts) error {
	screen, err := posui.ShowProducts(ctx, r.lab.page)
	if err == nil && scenario.Screen(screen) == scenario.ScreenOpening {
		r.unopened = true // from here on, until start-selling answers it
	}
	return err
}
