package worker_test

import (
	"testing"
	"time"

	"poswarm/internal/chrome"
)

// primed logs in, opens the POS of config 1 once, and waits for the commit.
func (x till) primed(t *testing.T) *chrome.Page {
	t.Helper()
	p := newTab(t)
	visit(t, p, x.URL+"/toy/login?uid=2")
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", isUp)
	waitFor(t, p, "the commit", `!!toy.committed`)
	if id := eval[any](t, p, `toy.committed.committed`); id == nil {
		t.Fatalf("not committed: %v; status %+v", eval[any](t, p, `toy.committed`), readStatus(t, p))
	}
	return p
}

// comesUpOffline opens path without a server and checks that the POS is whole.
func (x till) comesUpOffline(t *testing.T, p *chrome.Page, path string) {
	t.Helper()
	visit(t, p, x.URL+path)
	waitFor(t, p, "the POS at "+path+" without a server", isUp)
	type report struct {
		Products int
		Pictures []string
		Errors   []string
		Reason   string
		Session  int
		Rules    any
		Path     string
	}
	r := eval[report](t, p, `({products: toy.products.length, pictures: toy.pictures, errors: toy.errors, reason: toy.offline?.reason || "", session: toy.session, rules: toy.rules, path: location.pathname + location.search})`)
	if r.Products != products || len(r.Errors) != 0 || r.Reason == "" || r.Rules == nil || r.Path != path {
		t.Errorf("%s: came up with %+v", path, r)
	}
	for _, picture := range r.Pictures {
		if picture != "ok" {
			t.Errorf("%s: pictures %v", path, r.Pictures)
			break
		}
	}
	if n := x.count(""); n != 0 {
		t.Errorf("%s: %d requests reached the server:\n%s", path, n, x.list())
	}
}

// One visit is enough: the page was rendered once, and a cold start comes up.
func TestOneVisitThenColdStart(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	if n := x.count("GET /pos/ui"); n != 1 {
		t.Errorf("the page was rendered %d times in one visit, want once:\n%s", n, x.list())
	}
	for _, once := range []string{"GET /web/assets/0a1b2c3/toy.min.js", "GET /web/assets/0a1b2c3/toy.min.css"} {
		if n := x.count(once); n != 1 {
			t.Errorf("%s: %d requests, want 1", once, n)
		}
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

// Every address of the POS comes up, and keeps its address.
func TestEveryAddressOfThePOS(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	for _, how := range []fault{dead, gateway, portal, foreign} {
		x.cut(how)
		for _, path := range []string{"/pos/ui/1?from_backend=True", "/pos/ui/1/product/5f0c", "/pos/ui/1/login?x=1"} {
			x.comesUpOffline(t, p, path)
		}
	}
}
