package outage

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/fault"
	"poswarm/internal/pace/pacetest"
)

// launch starts Chrome behind the gate.
func launch(ctx context.Context, g *Gate, profile string) (*chrome.Browser, error) {
	return chrome.Launch(ctx, chrome.Options{Binary: chrometest.Scratch(), Profile: profile, Headless: true, Proxy: g.ProxyFlag(), ResolverRules: g.ResolverRules(), Wrap: g.Wrap, TrustSPKI: g.TrustSPKI()})
}

// till is a browser behind a gate, with the POS open and its worker in control.
type till struct {
	*testing.T
	site    *site
	gate    *Gate
	browser *chrome.Browser
	page    *chrome.Page
}

func newTill(t *testing.T, s *site, noNamespace bool) *till {
	t.Helper()
	u := &till{T: t, site: s, gate: s.gate(t, noNamespace)}
	if !noNamespace && u.gate.Method() != MethodGate {
		t.Skipf("no namespace here: %s", u.gate.Reason())
	}
	return u
}

// boot starts the browser on a profile.
func (u *till) boot(profile string) {
	u.Helper()
	pacetest.Turn(u.T)
	b, err := launch(within(u.T, 30*time.Second), u.gate, profile)
	if err != nil {
		u.Fatalf("launch: %v", err)
	}
	u.Cleanup(func() { b.Close(within(u.T, 20*time.Second)) })
	if u.page, err = b.FirstPage(context.Background()); err != nil {
		u.Fatal(err)
	}
	u.browser = b
}

func (u *till) visit(path string) error {
	return u.page.Navigate(within(u.T, 20*time.Second), u.site.URL+path)
}

func (u *till) prime() {
	u.Helper()
	if err := u.visit("/pos/"); err != nil {
		u.Fatalf("visit: %v", err)
	}
	u.in(`new Promise(done => {
		const c = navigator.serviceWorker;
		if (c.controller) return done("ok");
		c.oncontrollerchange = () => done("ok");
	})`, "ok")
}

// text evaluates in the page.
func (u *till) text(js string) string {
	u.Helper()
	var v string
	if err := u.page.Eval(within(u.T, 10*time.Second), js, &v); err != nil {
		u.Fatalf("eval %.60s: %v", js, err)
	}
	return v
}

func (u *till) in(js, want string) {
	u.Helper()
	if got := u.text(js); got != want {
		u.Errorf("%.60s gave %q, want %q", js, got, want)
	}
}

// inWorker evaluates in the service worker.
func (u *till) inWorker(js string) string {
	u.Helper()
	var v string
	if err := u.browser.EvalWorker(within(u.T, 10*time.Second), u.site.URL+"/pos/", js, &v); err != nil {
		u.Fatalf("eval in the worker %.60s: %v", js, err)
	}
	return v
}

// reload reloads and expects the POS.
func (u *till) reload() {
	u.Helper()
	if err := u.page.Reload(within(u.T, 10*time.Second)); err != nil {
		u.Fatalf("reload: %v", err)
	}
	u.in(heading, "POS up")
}

// heading waits for the end of the load.
const heading = `new Promise(done => {
	const tell = () => done(document.querySelector("h1")?.textContent ?? location.href);
	document.readyState === "complete" ? tell() : addEventListener("load", tell);
})`

// onLine also waits, because Chrome hears of the link a moment after us.
const onLine = `new Promise(done => {
	const want = %s;
	const look = () => navigator.onLine === want && (clearInterval(timer), done(String(want)));
	const timer = setInterval(look, 10);
	look();
	setTimeout(() => done("still " + navigator.onLine), 5000);
})`

func (u *till) onLine(want string) {
	u.Helper()
	js := strings.Replace(onLine, "%s", want, 1)
	u.in(js, want)
	if got := u.inWorker(js); got != want {
		u.Errorf("onLine in the worker: %s, want %s", got, want)
	}
}

// canaries asks from the page and from the worker, and for the worker's script.
func (u *till) canaries(check func(where, got string)) {
	u.Helper()
	check("page", u.text(snippet(u.T, "canary.js")))
	check("worker", u.inWorker(snippet(u.T, "canary.js")))
}

// mute checks that nothing of the page reaches the server, by the judgement of
// the server itself.
func (u *till) mute() {
	u.Helper()
	n := u.site.count()
	u.rejected()
	u.in(snippet(u.T, "update.js"), "rejected")
	u.reload()
	doc := u.page.Observed().Responses[0]
	if !doc.FromServiceWorker || doc.Source == "network" || doc.Source == "http-cache" {
		u.Errorf("the document came from %+v", doc)
	}
	if got := u.site.since(n); len(got) != 0 || u.gate.Served() != 0 {
		u.Errorf("the server saw %q, served %d", got, u.gate.Served())
	}
}

// rejected checks that a script's request fails.
func (u *till) rejected() {
	u.Helper()
	u.canaries(func(where, got string) {
		if got != "rejected" {
			u.Errorf("canary in the %s: %q", where, got)
		}
	})
}

func (u *till) alive() {
	u.Helper()
	u.canaries(func(where, got string) {
		if !strings.HasPrefix(got, "404 origin:/canary-") {
			u.Errorf("canary in the %s: %q", where, got)
		}
	})
}

func (u *till) cut(f fault.Name) { u.Helper(); cut(u.T, u.gate, f) }
func (u *till) restore()         { u.Helper(); restore(u.T, u.gate) }
func (u *till) emulate(off bool) {
	u.Helper()
	if !u.gate.CableOutNeedsEmulation() {
		return
	}
	if err := u.page.SetOffline(within(u.T, 5*time.Second), off); err != nil {
		u.Fatal(err)
	}
}

// both runs a story with and without a namespace.
func both(t *testing.T, story func(t *testing.T, noNamespace bool)) {
	t.Run("namespace", func(t *testing.T) { story(t, false) })
	t.Run("no namespace", func(t *testing.T) { story(t, true) })
}

// TestOneBrowserThroughAllFaults is the whole life of a gate: one browser, one
// page, every fault and back.
func TestOneBrowserThroughAllFaults(t *testing.T) {
	both(t, func(t *testing.T, noNamespace bool) {
		u := newTill(t, newSite(t, false), noNamespace)
		u.boot(t.TempDir())
		u.prime()
		u.reload()
		u.alive()
		u.in(snippet(t, "socket.js"), "echo hello")

		u.cut(fault.ServerDead)
		u.in(`socketClosed.then(String)`, "1006")
		u.mute()
		u.onLine("true")
		u.in(`events.join()`, "")
		u.restore()
		u.alive()

		u.cut(fault.CableOut)
		u.emulate(true)
		u.onLine("false")
		u.in(`events.join()`, "offline")
		u.mute()
		u.onLine("false")
		u.restore()
		u.emulate(false)
		u.onLine("true")
		u.in(`events.join()`, "online")
		u.alive()

		for _, f := range []fault.Name{fault.Status502, fault.Status503, fault.Status504} {
			u.cut(f)
			u.inWorker(`statuses = [], "ok"`)
			u.reload()
			if got := u.inWorker(`statuses.join()`); got != strings.TrimPrefix(string(f), "status-") {
				t.Errorf("%s: the worker saw %s", f, got)
			}
			u.answered(f, strings.TrimPrefix(string(f), "status-"))
		}
		u.cut(fault.Portal)
		u.answered(fault.Portal, "200")
		u.cut("status-404")
		u.answered("status-404", "404")
		// A script is not told where it was sent.
		u.cut(fault.LoginService)
		u.rejected()
		u.cut(fault.LoginRedirect)
		u.answered(fault.LoginRedirect, "404")
		if err := u.visit("/pos/"); err != nil {
			t.Fatal(err)
		}
		u.in(heading+`.then(() => location.pathname + location.search)`, "/web/login?redirect=%2Fpos%2F")
		if u.gate.Served() != 0 {
			t.Errorf("served %d", u.gate.Served())
		}
		u.restore()
		u.alive()
	})
}

// answered checks that the canaries are answered by this gate.
func (u *till) answered(f fault.Name, status string) {
	u.Helper()
	n := u.site.count()
	u.canaries(func(where, got string) {
		if !strings.HasPrefix(got, status+" ") || !strings.Contains(got, u.gate.Nonce()) {
			u.Errorf("%s: canary in the %s: %q", f, where, got)
		}
	})
	if got := u.site.since(n); len(got) != 0 || u.gate.Served() != 0 {
		u.Errorf("%s: the server saw %q", f, got)
	}
}

// TestRestartUnderAFault starts a second browser behind the same gate with the
// cable out from its first moment, and puts it back in.
func TestRestartUnderAFault(t *testing.T) {
	both(t, func(t *testing.T, noNamespace bool) {
		u := newTill(t, newSite(t, false), noNamespace)
		profile := t.TempDir()
		u.boot(profile)
		u.prime()
		if err := u.browser.Close(within(t, 20*time.Second)); err != nil {
			t.Fatal(err)
		}
		u.cut(fault.CableOut)
		n := u.site.count()
		u.boot(profile)
		u.emulate(true)
		if err := u.visit("/pos/"); err != nil {
			t.Fatal(err)
		}
		u.in(heading, "POS up")
		u.onLine("false")
		if got := u.site.since(n); len(got) != 0 || u.gate.Served() != 0 {
			t.Errorf("the server saw %q", got)
		}
		u.restore()
		u.emulate(false)
		u.onLine("true")
		u.alive()
	})
}

// TestHTTPSIsSeenAndForwarded has a server with a certificate of the shop's own
// authority: the gate forwards to it, knows every path, and plays it under a
// fault, all on one origin that the browser trusts through the gate alone.
func TestHTTPSIsSeenAndForwarded(t *testing.T) {
	both(t, func(t *testing.T, noNamespace bool) {
		s := newSite(t, true)
		u := newTill(t, s, noNamespace)
		u.boot(t.TempDir())
		u.prime()
		u.reload()
		u.alive()
		seen := 0
		for _, e := range u.gate.Log() {
			if strings.HasPrefix(e.Path, "/canary-") && e.Action == Forwarded && e.Status == 404 {
				seen++
			}
		}
		if seen != 2 || u.gate.Served() != s.count() || u.gate.Trouble() != nil {
			t.Errorf("%d canaries in the log, served %d of %d, trouble %v", seen, u.gate.Served(), s.count(), u.gate.Trouble())
		}
		u.in(snippet(t, "socket.js"), "echo hello")

		u.cut(fault.ServerDead)
		u.in(`socketClosed.then(String)`, "1006")
		u.mute()
		u.restore()
		u.alive()
		u.refusesCertificate()
		u.restore()
		u.alive()
		u.cut(fault.Status502)
		u.inWorker(`statuses = [], "ok"`)
		u.reload()
		if got := u.inWorker(`statuses.join()`); got != "502" {
			t.Errorf("the worker saw %s", got)
		}
		u.answered(fault.Status502, "502")
		u.cut(fault.Portal)
		u.answered(fault.Portal, "200")
		u.onlyCanaries()
		u.restore()
		u.alive()
		u.in(`location.origin`, s.URL)
	})
}

// refusesCertificate: no request comes out of a connection whose certificate the
// browser does not trust, for all that it connects.
func (u *till) refusesCertificate() {
	u.Helper()
	u.cut(fault.BadCertificate)
	from := len(u.gate.Log())
	u.mute()
	connected := 0
	for _, e := range u.gate.Log()[from:] {
		if e.Method == http.MethodConnect && e.Action == Answered {
			connected++
		}
		if strings.HasPrefix(e.Path, "/canary-") {
			u.Errorf("a request behind a certificate that is not trusted: %+v", e)
		}
	}
	if connected == 0 {
		u.Error("the browser was shown no certificate")
	}
}

// onlyCanaries has the gate answer canaries and checks that the page gets no
// further.
func (u *till) onlyCanaries() {
	u.Helper()
	if err := u.gate.AnswerOnly("/canary-"); err != nil {
		u.Fatal(err)
	}
	n := u.site.count()
	u.canaries(func(where, got string) {
		if !strings.HasPrefix(got, "200 ") || !strings.Contains(got, u.gate.Nonce()) {
			u.Errorf("canary in the %s: %q", where, got)
		}
	})
	u.in(snippet(u.T, "update.js"), "rejected")
	u.in(snippet(u.T, "socket.js"), "error")
	u.reload()
	for _, hit := range u.site.since(n) {
		u.Errorf("%s reached the server", hit)
	}
}

// TestCopyOfATillComesUpBehindAShutGate judges a copy of a running profile
// while the till goes on.
func TestCopyOfATillComesUpBehindAShutGate(t *testing.T) {
	s := newSite(t, false)
	till := newTill(t, s, true)
	source := t.TempDir()
	till.boot(source)
	till.prime()

	u := newTill(t, s, false)
	u.cut(fault.ServerDead)
	n := s.count()
	profile := t.TempDir() + "/copy"
	if err := chrome.CopyProfile(within(t, 20*time.Second), source, profile, chrome.Selection{ProfileDirectory: "Default"}); err != nil {
		t.Fatal(err)
	}
	u.boot(profile)
	if err := u.visit("/pos/"); err != nil {
		t.Fatal(err)
	}
	u.in(heading, "POS up")
	if got := s.since(n); len(got) != 0 || u.gate.Served() != 0 {
		t.Errorf("the copy reached the server: %q", got)
	}
	till.alive()
}
