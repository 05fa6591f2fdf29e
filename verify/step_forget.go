package verify

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/verify/scenario"
)

//go:embed forget.js
var forgetJS string

//go:embed forget-caches.js
var forgetCachesJS string

var _ = does(stepForget)

// stepForget takes something out of the browser that it should not lose.
func stepForget(ctx context.Context, r *run, do *scenario.Forget) error {
	var err error
	switch do.What {
	case scenario.Caches:
		err = r.testbed.page.Call(ctx, forgetCachesJS, nil, nil)
	case scenario.SiteData:
		// An open page would write its data again.
		if err = r.testbed.page.Navigate(ctx, "about:blank"); err == nil {
			err = r.testbed.browser.ClearSite(ctx, r.testbed.origin())
		}
	default:
		err = r.testbed.page.Call(ctx, forgetJS, []any{string(do.What)}, nil)
	}
	if err != nil {
		return fmt.Errorf("emptying the browser's %s: %w", do.What, err)
	}
	return nil
}
