package verify

import (
	"context"
	"fmt"
)

// afterwards is the positive control of a profile judged as found: canaries of
// the page and the worker now find the way that was shut. The gate answers them
// itself: nothing of a copy reaches the server, ever, and a server that is down
// for the night is no reason not to judge a till. The POS page is closed first.
func (p *proof) afterwards(ctx context.Context) error {
	if !p.asFound {
		return nil
	}
	if err := p.testbed.page.Navigate(ctx, "about:blank"); err != nil {
		return fmt.Errorf("closing the POS page: %w", err)
	}
	if err := p.testbed.gate.AnswerOnly(canaryPrefix); err != nil {
		return fmt.Errorf("having the gate answer canaries: %w", err)
	}
	return p.control(ctx)
}
