package verify

import (
	"context"
	"fmt"

	"poswarm/verify/scenario"
)

var _ = does((*run).restartBrowser)

// restartBrowser is the till switched off and on: a kiosk opens the POS's own
// address.
func (r *run) restartBrowser(ctx context.Context, do *scenario.RestartBrowser) error {
	if err := r.lab.restart(ctx, do.Killed); err != nil {
		return err
	}
	return r.navigate(ctx, r.home(), scenario.DefaultPageWithin)
}

// home is the POS's own address.
func (r *run) home() string { return fmt.Sprintf("%s/pos/ui/%d", r.lab.origin(), r.bench.Config) }
