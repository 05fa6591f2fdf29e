package worker_test

import (
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// A build that came up online and does not offline: after two such loads the
// one before it is served again, and the status says so. A page that is left
// at once counts for nothing.
func TestGoesBackToPrevious(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.build = "9f8e7d6" })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the commit of the new build", `!!window.toy?.committed?.committed`)
	// What the disk holds of it goes bad.
	eval[bool](t, p, pageScript("broken-bundle.js"))
	if err := browser.ClearHTTPCache(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	x.cut(dead)
	for load := range 2 {
		visit(t, p, x.URL+"/pos/ui/1")
		waitFor(t, p, "the failed start", `!!document.querySelector(".pos-error")`)
		// The first script of the page tells the worker.
		for wait := pacetest.For(t, 10*time.Second, "the worker to hear of the failed start"); failedStarts(t, p) <= load; nextNews(t, p) {
			if err := wait.Err(); err != nil {
				t.Fatalf("%v %d: %s", err, load+1, readStatus(t, p).Events)
			}
		}
	}
	x.comesUpOffline(t, p, "/pos/ui/1")
	if build := eval[string](t, p, `toyBuild`); build != "0a1b2c3" {
		t.Errorf("build %s, want the one before", build)
	}
	if n := x.count(""); n != 0 {
		t.Errorf("the server saw\n%s", x.list())
	}
}

// failedStarts counts the loads of a snapshot that the worker was told of as
// failed.
func failedStarts(t *testing.T, p *chrome.Page) (n int) {
	t.Helper()
	for _, event := range readStatus(t, p).Events {
		if strings.Contains(string(event), `"event":"failed"`) {
			n++
		}
	}
	return n
}
