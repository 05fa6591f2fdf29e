package verify

import (
	"context"

	"poswarm/internal/odoo"
	"poswarm/verify/scenario"
)

var _ = does(func(ctx context.Context, r *run, _ *scenario.OpenRegister) error {
	return register(ctx, r, (*odoo.Client).OpenSession)
})
