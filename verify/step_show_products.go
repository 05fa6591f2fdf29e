package verify

import (
	"context"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

var _ = does(stepShowProducts)

func stepShowProducts(ctx context.Context, r *run, _ *scenario.ShowProducts) error {
	screen, err := odooui.ShowProducts(ctx, r.testbed.page)
	if err == nil && scenario.Screen(screen) == scenario.ScreenOpening {
		r.baseline.unopened = true // from here on, until start-selling answers it
	}
	return err
}
