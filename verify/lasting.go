package verify

import (
	"cmp"
	"context"
	"slices"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/lasting"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

// note keeps warnings, each once.
func (r *run) note(found []result.Warning) {
	for _, one := range found {
		if !slices.Contains(r.findings.warnings, one) {
			r.findings.warnings = append(r.findings.warnings, one)
		}
	}
}

// reasonOf is the code of an obstacle.
var reasonOf = map[chrome.ObstacleKind]result.Reason{
	chrome.Wiped: result.WipedAtRestart, chrome.Blocked: result.BlockedBySetting, chrome.Unstartable: result.CannotStart,
	chrome.Unused: result.ProfileUnused,
}

// comesUpAgain judges whether the till itself would come up at its next start with
// what it holds: by its place, flags, settings and policies, which its copy does not
// have. So no browser is started for one that would not. What only may be wrong is a
// warning.
func (o *Options) comesUpAgain(origin string) (warnings []result.Warning, err error) {
	found, err := chrome.Obstacles(o.Browser.Binary, o.Profile, o.ProfileDirectory, origin)
	if err != nil {
		return nil, err
	}
	for _, one := range found {
		if one.Certain {
			return warnings, hint.Add(odooui.Failf(reasonOf[one.Kind], "%s", one.What), one.Hint)
		}
		warnings = append(warnings, result.Warning{Reason: reasonOf[one.Kind], Detail: one.What, Hint: one.Hint})
	}
	return warnings, nil
}

// tomorrow judges what ends the readiness of a till that comes up today.
func (r *run) tomorrow(ctx context.Context) error {
	o := r.options
	cookies, err := chrome.StoredCookies(ctx, o.Profile, o.ProfileDirectory, r.testbed.origin())
	if err != nil {
		return err
	}
	r.findings.warnings = append(r.findings.warnings, lasting.Login(chrome.StoredLoginUntil(cookies), time.Now())...)
	if !chrome.KeepsStorage(o.Profile, o.ProfileDirectory, r.testbed.origin()) {
		r.findings.warnings = append(r.findings.warnings, lasting.Evictable())
	}
	r.findings.warnings = append(r.findings.warnings, lasting.Disk(o.Profile)...)
	return nil
}

// clock is about the clock of this machine, as far as a server was asked.
func (r *run) clock() []result.Warning {
	server := cmp.Or(r.bench.Asking, r.server)
	if server == nil {
		return nil
	}
	return lasting.Clock(server.ClockAhead())
}

// beforehand looks at a till as found, before a page opens.
func (r *run) beforehand(ctx context.Context) (err error) {
	if err := r.tomorrow(ctx); err != nil {
		return err
	}
	if r.baseline.stored, err = r.testbed.readStoredData(ctx, r.bench.Config); err != nil {
		return err
	}
	return r.baseline.holdsDatabase()
}
