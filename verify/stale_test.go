package verify_test

import (
	_ "embed"
	"errors"
	"strings"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/odoo"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

//go:embed testdata/lose-bundle.js
var loseBundleJS string

// A till that was primed a while ago comes up; whether it is up to date only
// the server knows, and only when it may be asked.
func TestTillThatIsOlderThanTheServer(t *testing.T) {
	t.Parallel()
	server, profile, servers := tillOn(t)
	at, err := servers.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := odoo.New(at.URL, nil)
	if _, err := client.LogIn(t.Context(), "", "admin", "admin"); err != nil {
		t.Fatal(err)
	}
	maxAge := time.Hour
	found := func(change func(*verify.Bench)) result.Scenario {
		t.Helper()
		asked := *at
		change(&asked)
		return judge(t, verify.Options{Subject: scenario.AsFound, Benches: bench.NewOne(&asked), Profile: profile, MaxAge: maxAge,
			Scenarios: named(t, "reload-server-dead")})["reload-server-dead"]
	}
	ask := func(b *verify.Bench) { b.Login, b.Asking = "admin", client }
	if got := found(ask); got.Result != result.Passed || got.Detail != "" {
		t.Errorf("just primed: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	// Switched off, the till empties itself when it next reaches the server.
	server.SetEnabled(false)
	if got := found(ask); got.Result != result.Degraded || got.Reason != result.Stale || !strings.Contains(got.Detail, "poswarm's worker") {
		t.Errorf("the worker is switched off: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	server.SetEnabled(true)
	if err := server.SetOffline(1, false); err != nil {
		t.Fatal(err)
	}
	if got := found(ask); got.Result != result.Degraded || got.Reason != result.Stale || !strings.Contains(got.Detail, "offline mode is switched off") {
		t.Errorf("this POS is switched off: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	if err := errors.Join(server.SetOffline(1, true), server.Upgrade()); err != nil {
		t.Fatal(err)
	}
	server.Log().Reset()
	if got := found(ask); got.Result != result.Degraded || got.Reason != result.Stale || !strings.Contains(got.Detail, "the server now has /web/assets/") {
		t.Errorf("after an upgrade: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	for _, entry := range server.Log().Entries() {
		if !strings.HasPrefix(entry.Path, "/poswarm-canary-") && !strings.HasPrefix(entry.Path, "/poswarm/manifest/") && entry.Path != "/pos/service-worker.js" {
			t.Errorf("%s %s reached the server", entry.Method, entry.Path)
		}
	}
	server.ExpireLogins()
	if got := found(ask); got.Result != result.Passed || !strings.Contains(got.Detail, "not compared with what the server has now: ") {
		t.Errorf("a server that does not answer us: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	nobody := func(*verify.Bench) {}
	if got := found(nobody); got.Result != result.Passed || got.Detail != "" {
		t.Errorf("nobody asked: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
	maxAge = time.Millisecond
	if got := found(nobody); got.Result != result.Degraded || got.Reason != result.SnapshotOld || got.Hint == "" {
		t.Errorf("older than --max-age: %s (%s): %s", got.Result, got.Reason, got.Words())
	}
}

// A till whose bundle is gone shows a page and nothing on it.
func TestTillWithoutItsBundle(t *testing.T) {
	t.Parallel()
	_, profile, servers := tillOn(t)
	at, err := servers.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	servers.Give(at, false)
	ctx := pacetest.Within(t, 30*time.Second)
	// A dead proxy: what is lost must not come back from the server.
	browser, err := chrome.Launch(ctx, chrome.Options{Binary: chrometest.Scratch(), Profile: profile, Headless: true, Proxy: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	var lost []string
	err = browser.EvalWorker(ctx, at.URL.String()+"/pos/", "("+loseBundleJS+")()", &lost)
	if closing := browser.Close(ctx); err != nil || closing != nil || len(lost) != 1 {
		t.Fatalf("lost %q, %v, %v", lost, err, closing)
	}
	got := judge(t, verify.Options{Subject: scenario.AsFound, Benches: servers, Profile: profile,
		Scenarios: named(t, "cold-start")})["cold-start"]
	if got.Result != result.Failed || got.Reason != result.NeverPrimed || !strings.Contains(got.Detail, "had no page") {
		t.Errorf("%s (%s): %s", got.Result, got.Reason, got.Words())
	}
}
