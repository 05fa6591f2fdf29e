package verify

import (
	"context"
	"errors"

	"poswarm/internal/odoo"
	"poswarm/internal/posui"
)

// register closes or opens the POS session on the server, past the terminal,
// which may go on with the old one until it has met the next.
func (r *run) register(ctx context.Context, do func(*odoo.Client, context.Context, int) error) error {
	if r.server == nil {
		return errors.New("closing and opening the register needs a log-in of its own")
	}
	if err := do(r.server, ctx, r.bench.Config); err != nil {
		return err
	}
	if before := r.baselines[r.bench.Config]; before != nil && before.Session != anySession {
		r.closed, before.Session = before.Session, anySession
	}
	return nil
}

// anySession in a baseline leaves the POS session open.
const anySession = 0

// settled keeps the POS session that is up for the looks that follow.
func (r *run) settled(before *posui.State, state posui.State) {
	if before.Session == anySession && state.Session != r.closed {
		before.Session = state.Session
	}
}
