package warm

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"poswarm/internal/chrome"
	"poswarm/internal/disk"
	"poswarm/internal/result"
)

//go:embed storage.js
var storageJS string

const (
	// loginSoon is how long before its end a log-in is worth a warning: a shop
	// that is closed on Sunday opens two days after the last priming.
	loginSoon = 3 * 24 * time.Hour
	// fewBytes is less than the snapshot of a shop with pictures takes.
	fewBytes = 200 << 20
)

// look notes what decides how long the terminal stays ready: when the log-in
// ends, and whether its disk may take the caches away.
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
		doc.Warnings = append(doc.Warnings, loginWarning(doc.LoginUntil, time.Now())...)
		doc.Warnings = append(doc.Warnings, storageWarnings(doc.Storage)...)
	}
	return nil
}

func loginWarning(until *string, now time.Time) []string {
	if until == nil {
		return []string{"the log-in ends with the browser: after a restart the terminal comes up offline only, and cannot send its sales before somebody logs in"}
	}
	at, err := time.Parse(time.RFC3339, *until)
	if err != nil || at.Sub(now) > loginSoon {
		return nil
	}
	return []string{fmt.Sprintf("the log-in of the terminal ends on %s: log in again before that", at.Local().Format("2006-01-02 15:04"))}
}

func storageWarnings(storage *result.Storage) (out []string) {
	if storage == nil {
		return []string{"this page has no storage of its own: a POS needs https, or localhost"}
	}
	if !storage.Persisted {
		out = append(out, "Chrome may evict what is stored when the disk gets full: prime once with --profile, which makes it persistent")
	}
	if room := storage.Quota - storage.Usage; room < fewBytes {
		out = append(out, fmt.Sprintf("Chrome lets this server store %s more on this terminal", humanize.IBytes(uint64(max(room, 0)))))
	}
	return out
}

// diskWarning is about the disk of the profile, before anything is written.
func diskWarning(profile string) []string {
	bytes, err := disk.Free(profile)
	if err != nil || bytes >= fewBytes {
		return nil
	}
	return []string{fmt.Sprintf("the disk of the profile has %s left", humanize.IBytes(bytes))}
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
