package warm

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/lasting"
	"poswarm/internal/result"
)

//go:embed storage.js
var storageJS string

// look notes what decides how long the terminal stays ready: when the log-in
// ends, whether its clock is right, and whether its disk may take the caches away.
func (p *primer) look(ctx context.Context, doc *result.Prime) error {
	cookies, err := p.browser.Cookies(ctx, p.origin())
	if err != nil {
		return err
	}
	doc.LoginUntil = chrome.LoginUntil(cookies)
	if err := p.page.Call(ctx, storageJS, nil, &doc.Storage); err != nil {
		return fmt.Errorf("asking for the storage: %w", err)
	}
	if p.options.Lasting {
		doc.Warnings = append(doc.Warnings, said(lasting.Login(doc.LoginUntil, time.Now()))...)
		doc.Warnings = append(doc.Warnings, said(lasting.Storage(doc.Storage))...)
		doc.Warnings = append(doc.Warnings, said(lasting.Clock(p.server.ClockAhead()))...)
	}
	return nil
}

func said(warnings []result.Warning) (out []string) {
	for _, one := range warnings {
		out = append(out, one.Detail+": "+one.Hint)
	}
	return out
}

// damageWarning is about preferences that a power cut destroyed, before the first
// browser starts anew without them.
func damageWarning(o Options) []string {
	if !o.Lasting {
		return nil
	}
	if err := chrome.DamagedPreferences(o.Profile, o.ProfileDirectory); err != nil {
		return []string{err.Error() + ": they begin anew, as they do when Chrome is started"}
	}
	return nil
}

// obstacleWarnings are the settings, flags and policies that keep what prime stores
// now from coming up at a restart.
func obstacleWarnings(o Options) []string {
	if !o.Lasting {
		return nil
	}
	found, err := chrome.Obstacles(o.Browser.Binary, o.Profile, o.ProfileDirectory, o.origin())
	if err != nil {
		return []string{"whether a setting keeps what is stored from coming up is not known: " + err.Error()}
	}
	return words(found)
}

func words(found []chrome.Obstacle) (out []string) {
	for _, one := range found {
		out = append(out, one.What+": "+one.Hint)
	}
	return out
}
