package verify

import (
	"context"
	"fmt"

	"poswarm/verify/scenario"
)

var _ = does((*run).logOut)

// logOut ends the web session by the address behind the item of Odoo's own menu.
func (r *run) logOut(ctx context.Context, _ *scenario.LogOut) error {
	if err := r.navigate(ctx, r.lab.origin()+"/web/session/logout", scenario.DefaultPageWithin); err != nil {
		return err
	}
	if r.landing != nil {
		return fmt.Errorf("logging out: %w", r.landing)
	}
	return r.expectLoginPage(ctx)
}
