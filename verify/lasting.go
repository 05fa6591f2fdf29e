package verify

import (
	"context"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// reasonOf is the code of an obstacle.
var reasonOf = map[chrome.ObstacleKind]result.Reason{
	chrome.Wiped: result.WipedAtRestart, chrome.Blocked: result.BlockedBySetting, chrome.Unstartable: result.CannotStart,
}

// lasting judges whether the till itself would come up at its next start with what
// it holds: by its place, flags, settings and policies, which its copy does not
// have. What only may be wrong is a warning.
func (r *run) lasting() error {
	o := r.options
	found, err := chrome.Obstacles(o.Browser.Binary, o.Profile, o.ProfileDirectory, r.lab.origin())
	if err != nil {
		return err
	}
	for _, one := range found {
		if one.Certain {
			return hint.Add(posui.Failf(reasonOf[one.Kind], "%s", one.What), one.Hint)
		}
		r.warnings = append(r.warnings, result.Warning{Reason: reasonOf[one.Kind], Detail: one.What, Hint: one.Hint})
	}
	return nil
}

// beforehand looks at a till as found, before a page opens.
func (r *run) beforehand(ctx context.Context) (err error) {
	if err := r.lasting(); err != nil {
		return err
	}
	if r.held, err = r.lab.readHeld(ctx, r.bench.Config); err != nil {
		return err
	}
	return r.holdsDatabase()
}
