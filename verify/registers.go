package verify

import (
	"context"
	"errors"

	"poswarm/internal/odoo"
)

// register closes or opens the POS session on the server, past the terminal.
func register(ctx context.Context, r *run, do func(*odoo.Client, context.Context, int) error) error {
	if r.server == nil {
		return errors.New("closing and opening the register needs a log-in of its own")
	}
	if err := do(r.server, ctx, r.bench.Config); err != nil {
		return err
	}
	r.baseline.closes(r.bench.Config)
	return nil
}
