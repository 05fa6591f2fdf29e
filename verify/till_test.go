package verify_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
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

// TestTillThatCannotComeUp lays what no copy has around a till that is ready.
func TestTillThatCannotComeUp(t *testing.T) {
	t.Parallel()
	_, profile, servers := tillOn(t)
	judged := func() result.Scenario {
		t.Helper()
		return judge(t, verify.Options{Subject: scenario.AsFound, Profile: profile, Benches: servers,
			Scenarios: named(t, "cold-start")})["cold-start"]
	}
	fails := func(what string, got result.Scenario, reason result.Reason) {
		t.Helper()
		if got.Result != result.Failed || got.Reason != reason || got.Hint == "" {
			t.Errorf("%s: %s (%s): %s", what, got.Result, got.Reason, got.Words())
		}
	}
	lock := filepath.Join(profile, "SingletonLock")
	if err := os.Symlink("oldname-4711", lock); err != nil {
		t.Fatal(err)
	}
	fails("a lock of another host", judged(), result.CannotStart)
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}

	preferences := filepath.Join(profile, "Default", "Preferences")
	if err := os.WriteFile(preferences, []byte(`{"profile":{"default_content_setting_values":{"javascript":2}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	fails("JavaScript blocked", judged(), result.BlockedBySetting)
	if err := os.WriteFile(preferences, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	passesWith := func(what string, reason result.Reason) {
		t.Helper()
		if got := judged(); got.Result != result.Passed || !warnsOf(got, reason) {
			t.Errorf("%s: %s: %s, %v", what, got.Result, got.Words(), got.Warnings)
		}
	}
	passesWith("preferences emptied by a power cut", result.StorageEvictable)
	if err := os.Remove(filepath.Join(profile, "Default", "Cookies")); err != nil {
		t.Fatal(err)
	}
	passesWith("no log-in on the disk", result.LoginEnds)

	full := fullBrowser(t)
	full.Profile, full.Headless, full.Wrap = profile, true, func(c *exec.Cmd) error {
		c.Args = append(c.Args, "--incognito")
		return nil
	}
	kiosk, err := chrome.Launch(t.Context(), full)
	if err != nil {
		t.Fatal(err)
	}
	fails("a kiosk with --incognito", judged(), result.WipedAtRestart)
	if err := kiosk.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func warnsOf(s result.Scenario, reason result.Reason) bool {
	return slices.ContainsFunc(s.Warnings, func(w result.Warning) bool { return w.Reason == reason && w.Hint != "" })
}
