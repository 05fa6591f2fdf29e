package verify

import (
	"context"

	"poswarm/verify/scenario"
)

var _ = does(stepRestartBrowser)

// stepRestartBrowser is the till switched off and on: a kiosk opens the POS's own
// address.
func stepRestartBrowser(ctx context.Context, r *run, do *scenario.RestartBrowser) error {
	if err := r.testbed.restart(ctx, do.Killed); err != nil {
		return err
	}
	return r.tab.navigate(ctx, r.tab.home(), scenario.DefaultPageWithin)
}
