package outage

import (
	"context"
	"errors"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/fault"
)

// TestDNSDeadIsAllThatAScriptCanSee compares the fault with a browser that asks
// no proxy and truly finds no name: page and worker are told the same. The two
// differ in the code on Chrome's own error page, which no script can read.
func TestDNSDeadIsAllThatAScriptCanSee(t *testing.T) {
	u := newTill(t, newSite(t, false), true)
	profile := t.TempDir()
	u.boot(profile)
	u.prime()
	u.cut(fault.DNSDead)
	u.reload()
	page, worker := u.text(snippet(t, "failure.js")), u.inWorker(snippet(t, "failure.js"))
	code := u.errorPage("/elsewhere")
	if err := u.browser.Close(within(t, 20*time.Second)); err != nil {
		t.Fatal(err)
	}

	b, err := chrome.Launch(within(t, 30*time.Second), chrome.Options{Binary: chrometest.Scratch(), Profile: profile, Headless: true,
		ResolverRules: "MAP * ~NOTFOUND"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close(within(t, 20*time.Second)) })
	n := u.site.count()
	if u.page, err = b.FirstPage(context.Background()); err != nil {
		t.Fatal(err)
	}
	u.browser = b
	if err := u.visit("/pos/"); err != nil {
		t.Fatal(err)
	}
	u.in(heading, "POS up")
	if truth := u.text(snippet(t, "failure.js")); truth != page || truth != "TypeError: Failed to fetch; error 0; onLine true" {
		t.Errorf("a page is told %q by the gate and %q by a browser without the name", page, truth)
	}
	if truth := u.inWorker(snippet(t, "failure.js")); truth != worker {
		t.Errorf("a worker is told %q by the gate and %q by a browser without the name", worker, truth)
	}
	if truth := u.errorPage("/elsewhere"); truth != "net::ERR_NAME_NOT_RESOLVED" || code == truth {
		t.Errorf("the error page says %s, and %s behind the gate: update the documentation", truth, code)
	}
	if got := u.site.since(n); len(got) != 0 {
		t.Errorf("the server saw %q", got)
	}
}

// errorPage is the code of the page that Chrome shows for an address outside of
// the worker's reach.
func (u *till) errorPage(path string) string {
	u.Helper()
	var shown chrome.ErrBrowserPage
	if err := u.visit(path); !errors.As(err, &shown) {
		u.Fatalf("%s: %v", path, err)
	}
	return shown.Code
}
