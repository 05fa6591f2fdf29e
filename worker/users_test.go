package worker_test

import (
	"testing"

	"poswarm/internal/chrome"
)

// emergency waits for the emergency page and gives its reason and the POS it
// offers.
func emergency(t *testing.T, p *chrome.Page, path string) (reason string, offers int) {
	t.Helper()
	visit(t, p, path)
	waitFor(t, p, "the emergency page", `document.documentElement.dataset.poswarm === "emergency"`)
	return eval[string](t, p, `document.documentElement.dataset.poswarmReason`), eval[int](t, p, `document.querySelectorAll("[data-poswarm-config]").length`)
}

// Who has logged out on purpose must not find his POS open without the server;
// a cookie that is merely gone, as after a power cut, closes nothing.
func TestLogOutClosesThePOS(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	visit(t, p, x.URL+"/toy/logout")
	// Somebody else has logged out after him.
	eval[bool](t, p, `(document.cookie = "poswarm_logout=2.toy&5.toy; path=/", true)`)
	x.cut(dead)
	if reason, offers := emergency(t, p, x.URL+"/pos/ui/1"); reason != "logged-out" || offers != 0 {
		t.Errorf("reason %s, %d POS offered", reason, offers)
	}
	eval[bool](t, p, `cookieStore.delete("poswarm_logout").then(() => true)`)
	x.comesUpOffline(t, p, "/pos/ui/1")

	x.cut(up)
	x.toy.set(func(s *toy) { s.afterLogout = true })
	visit(t, p, x.URL+"/toy/login?uid=2")
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit", `!!window.toy?.committed?.committed`)
	visit(t, p, x.URL+"/toy/logout")
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
}

// The next user of the terminal closes nothing and reads nothing of the last.
func TestLogOutOfAnotherUser(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	visit(t, p, x.URL+"/toy/logout")
	visit(t, p, x.URL+"/toy/login?uid=5")
	eval[bool](t, p, `new Promise(done => { const r = indexedDB.deleteDatabase("point-of-sale-1-toy"); r.onsuccess = r.onblocked = () => done(true); })`)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit", `!!window.toy?.committed?.committed`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if who := eval[int](t, p, `toy.rules.user`); who != 5 {
		t.Errorf("the rules are those of user %d, want 5", who)
	}
}

// A POS that was switched off is left alone, and nothing of it is kept.
func TestSwitchedOff(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.off = true })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", isUp)
	if s := readStatus(t, p); len(s.Snapshots) != 0 {
		t.Errorf("snapshots %+v of a POS that is switched off", s.Snapshots)
	}
	x.cut(dead)
	if reason, _ := emergency(t, p, x.URL+"/pos/ui/1"); reason != "never-cached" {
		t.Errorf("reason %s", reason)
	}
}
