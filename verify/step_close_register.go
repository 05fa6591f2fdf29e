package verify

import (
	"context"

	"poswarm/internal/odoo"
	"poswarm/verify/scenario"
)

var _ = does(func(r *run, ctx context.Context, _ *scenario.CloseRegister) error {
	return r.register(ctx, (*odoo.Client).CloseSession)
})
