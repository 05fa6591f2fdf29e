package worker_test

import (
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// A network that hangs comes up from the snapshot in deadline plus ping; the
// toy's manifest sets a second for a page and for a call, 800 ms for a ping.
func TestHungNetwork(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	for _, how := range []fault{hung, hungCall} {
		x.cut(how)
		begin := pacetest.Start()
		x.comesUpOffline(t, p, "/pos/ui/1")
		// Without deadlines of the worker's own this would last minutes. The
		// toy's are about a second; the rest is for a busy machine.
		if begin.Longer(15 * time.Second) {
			t.Errorf("%s: up after %v", how, begin)
		}
	}
	if a := readStatus(t, p).Away; a == nil || a.Reason == "" {
		t.Errorf("away is %+v", a)
	}
}

// An answer that breaks off is no answer: the stored one comes in its place.
// Passed on, it would freeze the till: Chrome ends the call of the page with
// "abort" then, which nobody in Odoo listens for.
func TestAnswersThatBreakOff(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.cut(torn)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS while every reply breaks off", isUp)
	type report struct {
		Products int
		Errors   []string
		Rules    any
	}
	if r := eval[report](t, p, `({products: toy.products.length, errors: toy.errors, rules: toy.rules})`); r.Products != products || len(r.Errors) != 0 || r.Rules == nil {
		t.Errorf("came up with %+v", r)
	}
	// A question that nobody ever asked has no stored answer. Odoo asks so.
	ask := pageScript("load-data-params.js")
	if got := eval[string](t, p, ask); got != "error" {
		t.Errorf("a call whose answer breaks off ends with %q, want an error", got)
	}
	if a := readStatus(t, p).Away; a == nil || a.Reason != "network-error" {
		t.Errorf("away is %+v", a)
	}
}

// Slow is not dead: while pings are answered the worker waits.
func TestSlowIsNotDead(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.pageDelay = 1500 * time.Millisecond })
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the slow page", isUp)
	if reason := eval[any](t, p, `toy.offline`); reason != nil {
		t.Errorf("served from a snapshot: %v", reason)
	}
	if n := x.count("POST /pos/ping"); n == 0 {
		t.Error("the worker did not ask whether the server is alive")
	}
	x.toy.set(func(s *toy) { s.pageDelay = 0; s.callDelay = 2 * time.Second; s.session = 9 })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS with a slow load_data", isUp)
	if e := eval[[]string](t, p, `toy.errors`); len(e) != 0 {
		t.Errorf("errors %q", e)
	}
}

// The ping has an end, so that the POS sees a hung network as lost.
func TestPingHasAnEnd(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.cut(hung)
	const ping = `(async () => { const t = performance.now(); const r = await toy.post("/pos/ping", {}).then(() => "pong", e => e.constructor.name); return [r, performance.now() - t]; })()`
	got := eval[[]any](t, p, ping)
	if got[0] != "TypeError" || got[1].(float64) > 3000 {
		t.Errorf("a ping into a hung network: %v", got)
	}
}

// An answer that comes after its deadline is not thrown away.
func TestLatePageIsStaged(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.pageDelay = 3 * time.Second; s.session = 8; s.silent = "/pos/ping" })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS from the snapshot", isUp)
	eval[bool](t, p, `(window.newer = [], new BroadcastChannel("poswarm").addEventListener("message", e => e.data.type === "newer" && newer.push(e.data)), true)`)
	if s := eval[int](t, p, `toy.offline && toy.session`); s != 7 {
		t.Errorf("session %d, want 7 from the snapshot", s)
	}
	for wait := pacetest.For(t, 15*time.Second, "the late page to be staged"); ; nextNews(t, p) {
		for _, s := range readStatus(t, p).Snapshots {
			if s.State == "staged" && s.POSSession == 8 {
				waitFor(t, p, "the word that a newer page is there", `newer.some(n => n.config === 1 && n.pos_session === 8 && n.schema === 1)`)
				return
			}
		}
		if err := wait.Err(); err != nil {
			t.Fatalf("%v: %+v", err, readStatus(t, p).Snapshots)
		}
	}
}

// Pages are told in both directions.
func TestAwayIsBroadcast(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	eval[bool](t, p, `(window.heard = [], new BroadcastChannel("poswarm").onmessage = e => e.data.type === "away" && heard.push(e.data.away?.reason || null), true)`)
	const ping = `toy.post("/pos/ping", {}).then(() => true, () => false)`
	x.cut(dead)
	eval[bool](t, p, ping)
	x.cut(gateway)
	eval[bool](t, p, ping)
	x.cut(up)
	eval[bool](t, p, ping)
	waitFor(t, p, "the broadcasts", `heard.length >= 3`)
	if got := eval[string](t, p, `heard.join()`); got != "network-error,status-502," {
		t.Errorf("heard %q", got)
	}
	if a := readStatus(t, p).Away; a != nil {
		t.Errorf("away is %+v after the server answered", a)
	}
}

// Nothing is stored for config 2: a page that says so, offers config 1, and
// goes on by itself.
func TestEmergencyPage(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	for _, how := range []fault{dead, gateway, portal} {
		x.cut(how)
		visit(t, p, x.URL+"/pos/ui/2")
		waitFor(t, p, "the emergency page", `document.readyState === "complete"`)
		type page struct{ Kind, Asked, Reason, Link, Text string }
		got := eval[page](t, p, `(() => { const d = document.documentElement.dataset, a = document.querySelector("[data-poswarm-config]"); return {kind: d.poswarm, asked: d.poswarmAsked, reason: d.poswarmReason, link: a && a.dataset.poswarmConfig + a.getAttribute("href"), text: a?.textContent || ""}; })()`)
		if got != (page{"emergency", "2", "never-cached", "1/pos/ui/1", "Shop 1"}) {
			t.Errorf("%s: the emergency page shows %+v", how, got)
		}
		for _, r := range p.Observed().Responses {
			if r.Type == "Document" && r.Status != 503 {
				t.Errorf("%s: status %d, want 503", how, r.Status)
			}
		}
	}
	x.cut(up)
	waitFor(t, p, "the POS after the server came back", isUp)
	x.cut(dead)
	visit(t, p, x.URL+"/pos/ui")
	waitFor(t, p, "the emergency page", `document.readyState === "complete"`)
	if r := eval[string](t, p, `document.documentElement.dataset.poswarmReason`); r != "network-error" {
		t.Errorf("reason %q for no config at all", r)
	}
}

// A new worker takes over at once and removes only what is ours and outdated.
func TestUpdate(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := newTab(t)
	visit(t, p, x.URL+"/toy/login?uid=2")
	eval[bool](t, p, `Promise.all(["odoo-pos-cache", "odoo-sw-cache", "poswarm-0", "poswarmer", "other"].map(n => caches.open(n))).then(() => true)`)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit", isUp+` && !!toy.committed?.committed`)
	const names = `caches.keys().then(k => k.sort().join())`
	if got := eval[string](t, p, names); got != "odoo-sw-cache,other,poswarm-1,poswarmer" {
		t.Errorf("caches %s", got)
	}
	// The terminal of an older schema, and a network that is dead from the first
	// byte of the new worker on.
	eval[bool](t, p, pageScript("older-cache.js"))
	eval[bool](t, p, `Boolean(window.older = navigator.serviceWorker.controller)`)
	x.toy.set(func(s *toy) { s.worker = "\n// another version\n" })
	x.cut(update)
	// Chrome may look by itself first, which it does some time after a page.
	eval[bool](t, p, `navigator.serviceWorker.getRegistration("/pos/").then(r => r.update()).then(() => true)`)
	waitFor(t, p, "another worker", `navigator.serviceWorker.controller !== window.older`)
	waitFor(t, p, "the activation", `navigator.serviceWorker.controller?.state === "activated"`)
	if got := eval[string](t, p, names); got != "odoo-sw-cache,other,poswarm-1,poswarmer" {
		t.Errorf("caches %s after the update", got)
	}
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
}

// Priming tells how far it is, brings every picture, and finds nothing to do
// the second time.
func TestPrime(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	x.toy.set(func(s *toy) { s.extraImages = 20 })
	p := x.primed(t)
	type result struct {
		Steps  int
		Last   struct{ Done, Total, Bytes int }
		Result struct {
			Images     struct{ Wanted, Stored int }
			Downloaded struct{ Files, Bytes int }
		}
		Error struct{ Code, Message string }
	}
	got := call[result](t, p, primeJS, "all", 1)
	if got.Result.Images.Stored != products+20 || got.Result.Images.Wanted != products+20 || got.Last.Done != got.Last.Total || got.Result.Downloaded.Files == 0 {
		t.Errorf("primed: %+v", got)
	}
	x.cut(up)
	again := call[result](t, p, primeJS, "all", 1)
	if again.Result.Downloaded.Files != 0 || again.Result.Images.Stored != products+20 {
		t.Errorf("primed again: %+v\n%s", again, x.list())
	}
	if n := x.count("GET /web/image"); n != 0 {
		t.Errorf("%d pictures asked for again", n)
	}
	if other := call[result](t, p, primeJS, "all", 2); other.Error.Code != "no-snapshot" {
		t.Errorf("priming a POS that was never opened: %+v", other)
	}
	x.cut(dead)
	if away := call[result](t, p, primeJS, "all", 1); away.Error.Code != "away" {
		t.Errorf("priming without a server: %+v", away)
	}
	x.comesUpOffline(t, p, "/pos/ui/1")
	const all = `Promise.all(Array.from({length: 23}, (_, i) => { const m = new Image(); m.src = "/web/image?model=product.template&field=image_128&id=" + (i + 1) + "&unique=2026-11-23T06:10:50.000+00:00"; return m.decode().then(() => 1, () => 0); })).then(l => l.reduce((a, b) => a + b))`
	if n := eval[int](t, p, all); n != 23 {
		t.Errorf("%d of 23 pictures offline", n)
	}
}

// Without the addon's manifest the worker still makes a whole snapshot.
func TestNoManifest(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	x.toy.set(func(s *toy) { s.noManifest = true; s.missing = "/toy/static/lazy.png" })
	p := x.primed(t)
	// What the server does not have, a terminal does not miss.
	waitEvent(t, p, `"event":"absent","detail":{"url":"`+x.URL+`/toy/static/lazy.png"`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
}

// primeJS primes a config and gives the result, with the number of progress
// messages before it and the last of them.
var primeJS = pageScript("prime.js")
