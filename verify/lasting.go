package verify

import (
	"context"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// lasting judges whether what the till holds will still be there after its
// restart: by its own settings and policies, which its copy does not have. What
// only may be wrong is a warning.
func (r *run) lasting() error {
	o := r.options
	wipes, err := chrome.Wipes(o.Browser.Binary, o.Profile, o.ProfileDirectory, r.lab.origin())
	if err != nil {
		return err
	}
	for _, wipe := range wipes {
		if wipe.Certain {
			return hint.Add(posui.Failf(result.WipedAtRestart, "%s", wipe.What), wipe.Hint)
		}
		r.warnings = append(r.warnings, result.Warning{Reason: result.WipedAtRestart, Detail: wipe.What, Hint: wipe.Hint})
	}
	return nil
}

// beforehand looks at a till as found, before a page opens.
func (r *run) beforehand(ctx context.Context) (err error) {
	if r.held, err = r.lab.readHeld(ctx, r.bench.Config); err != nil {
		return err
	}
	return r.lasting()
}
