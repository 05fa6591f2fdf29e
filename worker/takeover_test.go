package worker_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// withStockWorker is a till that Odoo's own worker has served for two loads;
// then the addon is installed on the server.
func (x till) withStockWorker(t *testing.T) *chrome.Page {
	t.Helper()
	x.toy.set(func(s *toy) { s.stock = true })
	p := newTab(t)
	visit(t, p, x.URL+"/toy/login?uid=2")
	for range 2 {
		visit(t, p, x.URL+"/pos/ui/1")
		waitFor(t, p, "the POS with Odoo's worker", isUp)
		eval[bool](t, p, `navigator.serviceWorker.ready.then(() => true)`)
	}
	if !eval[bool](t, p, `!!navigator.serviceWorker.controller`) {
		t.Fatal("the second load is not in the control of Odoo's worker")
	}
	// That worker asks for the page by itself, twice after each load.
	for wait := pacetest.For(t, 10*time.Second, "Odoo's worker to fetch the page"); x.count("GET /pos/ui") < 6; nextNews(t, p) {
		if err := wait.Err(); err != nil {
			t.Fatalf("%v:\n%s", err, x.list())
		}
	}
	x.toy.set(func(s *toy) { s.stock = false })
	x.cut(up)
	return p
}

// The most common start of all: one load of the POS after the addon was
// installed, and the till is ready.
func TestTakesOverFromTheStockWorker(t *testing.T) {
	x := newTill(t)
	p := x.withStockWorker(t)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS after the installation", isUp)
	waitFor(t, p, "the commit", `!!toy.committed`)
	if id := eval[any](t, p, `toy.committed.committed`); id == nil {
		t.Fatalf("not committed: %v; status %+v", eval[any](t, p, `toy.committed`), readStatus(t, p))
	}
	if n := x.count("GET /pos/ui"); n != 1 {
		t.Errorf("the page was rendered %d times, want once:\n%s", n, x.list())
	}
	if names := eval[string](t, p, `caches.keys().then(names => names.join())`); names != "poswarm-1" {
		t.Errorf("caches %s, want only ours", names)
	}
	x.cut(dead)
	if err := browser.StopWorkers(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := browser.ClearHTTPCache(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	x.comesUpOffline(t, p, "/pos/ui/1")
}

// What the page still loads while its snapshot is committed makes the worker
// save it again; that must not write the state of before over the commit.
func TestSavesDoNotUndoTheCommit(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := newTab(t)
	visit(t, p, x.URL+"/toy/login?uid=2")
	for load := 1; load <= 3; load++ {
		visit(t, p, x.URL+"/pos/ui/1?chatty")
		waitFor(t, p, "the commit", `!!window.toy?.committed?.committed`)
		states := pageScript("snapshot-states.js")
		got := eval[string](t, p, states)
		if current := strings.Count(got, "current"); current != 1 || strings.Contains(got, "staged") {
			t.Errorf("load %d: on the disk the snapshots are %s, want one current and none staged", load, got)
		}
	}
}

// A page whose calls left before our worker saw them: what they were told is
// not stored, so it must not count as ready before the worker has asked again.
func TestMissingRepliesHoldUpTheCommit(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := newTab(t)
	visit(t, p, x.URL+"/toy/login?uid=2")
	hold := make(chan struct{})
	arrive := sync.OnceFunc(func() { close(hold) })
	t.Cleanup(arrive) // or the server waits for its last answer for ever
	x.toy.set(func(s *toy) { s.hold = hold })
	visit(t, p, x.URL+"/pos/ui/1?hasty")
	waitFor(t, p, "the POS", isUp)
	arrive()
	waitFor(t, p, "the answer of our worker", `!!toy.committed`)
	if got := eval[string](t, p, `toy.committed.committed + "/" + toy.committed.reason`); got != "null/reply-missing" {
		t.Errorf("committed: %s", got)
	}
	// Nobody loads it again: the worker asks by itself for what it missed, and tells nobody.
	limit := within(t, 30*time.Second)
	for s := readStatus(t, p); len(s.Snapshots) != 1 || s.Snapshots[0].State != "current"; s = readStatus(t, p) {
		select {
		case <-limit.Done():
			t.Fatalf("waiting for the commit: snapshots %+v", s.Snapshots)
		case <-time.After(50 * time.Millisecond):
		}
	}
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
}
