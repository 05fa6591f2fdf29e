package verify

import (
	"context"
	"fmt"

	"poswarm/verify/scenario"
)

var _ = does(stepLogOut)

// stepLogOut ends the web session by the address behind the item of Odoo's own menu.
func stepLogOut(ctx context.Context, r *run, _ *scenario.LogOut) error {
	if err := r.tab.navigate(ctx, r.testbed.origin()+"/web/session/logout", scenario.DefaultPageWithin); err != nil {
		return err
	}
	if r.tab.landing != nil {
		return fmt.Errorf("logging out: %w", r.tab.landing)
	}
	return expectLoginPage(ctx, r)
}
