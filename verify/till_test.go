package verify_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// TestLoggedOutTillFails: its own Chrome shows the way to the log-in, and so must
// its copy, which has to know of the log-out.
func TestLoggedOutTillFails(t *testing.T) {
	t.Parallel()
	server, profile, servers := tillOn(t)
	ctx := pacetest.Within(t, time.Minute)
	full := fullBrowser(t)
	full.Profile, full.Headless = profile, true
	browser, err := chrome.Launch(ctx, full)
	if err != nil {
		t.Fatal(err)
	}
	page, err := browser.FirstPage(ctx)
	if err == nil {
		err = page.Navigate(ctx, server.URL()+"/web/session/logout")
	}
	if err := errors.Join(err, browser.Close(ctx)); err != nil {
		t.Fatal(err)
	}
	got := judge(t, verify.Options{Subject: scenario.AsFound, Profile: profile, Benches: servers,
		Scenarios: named(t, "cold-start"), Browser: fullBrowser(t)})["cold-start"]
	if got.Result != result.Failed {
		t.Errorf("%s (%s): %s", got.Result, got.Reason, got.Words())
	}
}

func warnsOf(s result.Scenario, reason result.Reason) bool {
	return slices.ContainsFunc(s.Warnings, func(w result.Warning) bool { return w.Reason == reason && w.Hint != "" })
}
