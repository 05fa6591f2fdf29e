package worker_test

import (
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// Bad answers are shown, but nothing of them is kept.
func TestNothingBadIsStored(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	t.Run("log-in redirect", func(t *testing.T) {
		x.toy.set(func(s *toy) { s.expired = true })
		visit(t, p, x.URL+"/pos/ui/1")
		waitFor(t, p, "the log-in form", `location.pathname === "/web/login"`)
		x.toy.set(func(s *toy) { s.expired = false })
		x.cut(dead)
		x.comesUpOffline(t, p, "/pos/ui/1")
	})
	for _, how := range []fault{gateway, portal, foreign} {
		t.Run(string(how), func(t *testing.T) {
			x.cut(how)
			x.comesUpOffline(t, p, "/pos/ui/1")
			x.cut(dead)
			x.comesUpOffline(t, p, "/pos/ui/1")
		})
	}
	t.Run("a page of debug=assets", func(t *testing.T) {
		x.cut(up)
		before := len(readStatus(t, p).Snapshots)
		visit(t, p, x.URL+"/pos/ui/1?debug=assets")
		waitFor(t, p, "the POS", isUp+` && !!toy.committed`)
		if r := eval[string](t, p, `toy.committed.reason`); r != "no-snapshot" {
			t.Errorf("up was answered with %q", r)
		}
		if n := len(readStatus(t, p).Snapshots); n != before {
			t.Errorf("%d snapshots, want %d", n, before)
		}
	})
}

// The address of an old bundle answers with a redirect to the new one: old
// page and new code must not become one snapshot.
func TestTornDeploymentKeepsTheOldBuild(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.build = "9f8e7d6"; s.missing = "/web/assets/9f8e7d6/toy.min.js" })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the new page", `document.readyState === "complete"`)
	waitEvent(t, p, `"refused"`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if b := eval[string](t, p, `toyBuild`); b != "0a1b2c3" {
		t.Errorf("build %s offline, want the old one", b)
	}
	// The same deployment once complete takes over.
	x.toy.set(func(s *toy) { s.missing = "" })
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit", `!!window.toy?.committed?.committed`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if b := eval[string](t, p, `toyBuild`); b != "9f8e7d6" {
		t.Errorf("build %s offline, want the new one", b)
	}
}

// A page of a new POS session whose data never arrived is not served: page
// and data must agree.
func TestPageAndDataAgree(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.session = 8; s.silent = "/web/dataset/call_kw/pos.session/load_data_params" })
	visit(t, p, x.URL+"/pos/ui/1")
	waitEvent(t, p, `"staged"`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if s := eval[int](t, p, `toy.session`); s != 7 {
		t.Errorf("session %d, want 7", s)
	}
	// The other way round: data of session 8 beside a page of session 7.
	eval[bool](t, p, `new Promise(done => { const r = indexedDB.open("point-of-sale-1-toy"); r.onsuccess = () => { const tx = r.result.transaction("pos.session", "readwrite"); const s = tx.objectStore("pos.session"); s.clear(); s.put({id: 8, state: "opened"}); tx.oncomplete = () => { r.result.close(); done(true); }; }; })`)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if s := eval[int](t, p, `toy.session`); s != 8 {
		t.Errorf("session %d, want 8, which the data holds", s)
	}
}

// An expired log-in answers a grey box for every picture, cacheable for a year.
func TestPlaceholderIsNotThePicture(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	const size = `(id) => { const i = new Image(); i.src = "/web/image?model=product.template&field=image_128&id=" + id + "&unique=2026-11-23T06:10:50.000+00:00"; return i.decode().then(() => i.naturalWidth, () => 0); }`
	x.toy.set(func(s *toy) { s.expired = true })
	if w := call[int](t, p, size, 50); w != 2 {
		t.Fatalf("width %d, want the placeholder's 2", w)
	}
	x.toy.set(func(s *toy) { s.expired = false })
	// A page keeps the pictures that it has shown in its own memory.
	p = newTab(t)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", isUp)
	// Chrome's own cache has the placeholder now; we ask past it.
	if w := call[int](t, p, size, 50); w != 1 {
		t.Errorf("width %d after the log-in, want the picture's 1", w)
	}
	x.cut(dead)
	if w := call[int](t, p, size, 50); w != 1 {
		t.Errorf("width %d offline, want 1", w)
	}
	if w := call[int](t, p, size, 1); w != 1 {
		t.Errorf("width %d of a stored picture, want 1", w)
	}
}

// One picture has as many spellings as there are time zones.
func TestPicturesAreKeyedByInstant(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.cut(up)
	const load = `(unique) => { const i = new Image(); i.src = "/web/image?model=product.template&field=image_128&id=1&unique=" + unique; return i.decode().then(() => true, () => false); }`
	for _, unique := range []string{"2026-11-23T07:10:50.000+01:00", "2026-11-23T06:10:50.999Z", "2026-11-23T07:10:50.000%2B01:00", "2026-11-23 06:10:50"} {
		if !call[bool](t, p, load, unique) {
			t.Errorf("%s: no picture", unique)
		}
	}
	if n := x.count("GET /web/image"); n != 0 {
		t.Errorf("%d requests for a picture that is stored", n)
	}
	call[bool](t, p, load, "2026-11-24T06:10:50.000+00:00")
	if n := x.count("GET /web/image"); n != 1 {
		t.Errorf("%d requests for a newer picture, want 1", n)
	}
	// Data that came with no time for its pictures: those of another moment are shown.
	x.cut(dead)
	if !call[bool](t, p, load, "2026-11-25T06:10:50.000+00:00") {
		t.Error("away, a picture of another moment is broken")
	}
}

// Not parallel: cookies know hosts but not ports, so the tests share one log-in.
func TestUsersAreSeparate(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	visit(t, p, x.URL+"/toy/login?uid=3")
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit", `!!window.toy?.committed?.committed`)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if u := eval[[]int](t, p, `[odoo.__session_info__.uid, toy.rules.user]`); u[0] != 3 || u[1] != 3 {
		t.Errorf("page and replies of users %v, want 3", u)
	}
	users := map[int]bool{}
	for _, s := range readStatus(t, p).Snapshots {
		users[s.User] = users[s.User] || s.State == "current"
	}
	if !users[2] || !users[3] {
		t.Errorf("current snapshots of users %v, want 2 and 3", users)
	}
}

// waitEvent waits until the worker's journal holds the text.
func waitEvent(t *testing.T, p *chrome.Page, text string) {
	t.Helper()
	wait := pacetest.For(t, 20*time.Second, "an event with "+text)
	for {
		s := readStatus(t, p)
		for _, e := range s.Events {
			if strings.Contains(string(e), text) {
				return
			}
		}
		if err := wait.Err(); err != nil {
			t.Fatalf("%v: %s", err, s.Events)
		}
		nextNews(t, p)
	}
}
