package verify

import (
	"context"
	"fmt"

	"poswarm/verify/scenario"
)

// afterwards is the positive control of a profile judged as found. Nothing of
// it may reach the server before the judgement, and no cookie of it ever: the
// POS page is closed, then the gate opens for canaries alone.
func (r *run) afterwards(ctx context.Context) error {
	if r.options.Subject != scenario.AsFound {
		return nil
	}
	if err := r.lab.page.Navigate(ctx, "about:blank"); err != nil {
		return fmt.Errorf("closing the POS page: %w", err)
	}
	if err := r.lab.gate.RestoreOnly(canaryPrefix); err != nil {
		return fmt.Errorf("opening the gate for canaries: %w", err)
	}
	return r.control(ctx)
}
