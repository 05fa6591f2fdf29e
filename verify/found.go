package verify

import (
	"context"
	"fmt"

	"poswarm/verify/scenario"
)

// afterwards is the positive control of a profile judged as found: canaries of
// the page and the worker now find the way that was shut. The gate answers them
// itself: nothing of a copy reaches the server, ever, and a server that is down
// for the night is no reason not to judge a till. The POS page is closed first.
func (r *run) afterwards(ctx context.Context) error {
	if r.options.Subject != scenario.AsFound {
		return nil
	}
	if err := r.lab.page.Navigate(ctx, "about:blank"); err != nil {
		return fmt.Errorf("closing the POS page: %w", err)
	}
	if err := r.lab.gate.AnswerOnly(canaryPrefix); err != nil {
		return fmt.Errorf("having the gate answer canaries: %w", err)
	}
	return r.control(ctx)
}
