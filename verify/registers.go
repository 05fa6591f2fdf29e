package verify

import (
	"context"
	"errors"

	"poswarm/internal/odoo"
)

// register closes or opens the POS session on the server, past the terminal. The
// next POS session that comes up there is then another one.
func (r *run) register(ctx context.Context, do func(*odoo.Client, context.Context, int) error) error {
	if r.server == nil {
		return errors.New("closing and opening the register needs a log-in of its own")
	}
	if err := do(r.server, ctx, r.bench.Config); err != nil {
		return err
	}
	if before := r.baselines[r.bench.Config]; before != nil {
		before.Session = 0
	}
	return nil
}
