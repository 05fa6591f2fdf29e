package verify

import (
	"context"
	"fmt"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/result"
)

// witness asks a second one, beside the gate's log, whether a copy of a till's profile
// went anywhere else: the browser's own log of its network, once it has ended. What
// both do not confirm is not proven.
func (p *proof) witness(ctx context.Context, outcome result.Outcome) error {
	if len(p.testbed.logs) == 0 || outcome != result.Passed && outcome != result.Degraded {
		return nil
	}
	if err := p.testbed.browser.Close(ctx); err != nil {
		return fmt.Errorf("ending the browser: %w", err)
	}
	for _, log := range p.testbed.logs {
		addresses, err := chrome.Reached(log)
		if err != nil {
			return &notProven{err.Error()}
		}
		if len(addresses) == 0 {
			return &notProven{"Chrome's network log does not name the gate"}
		}
		for _, address := range addresses {
			if !p.testbed.gate.IsWay(address) {
				return hint.Add(error(&notProven{fmt.Sprintf("Chrome's network log shows a connection to %s outside the gate", address)}),
					"find out what sends it there: flags of the script that starts the browser (chrome://version), policies (chrome://policy), extensions")
			}
		}
	}
	return nil
}
