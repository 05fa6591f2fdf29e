package worker_test

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/relay"
)

// odooUp holds when the POS of a real Odoo is up, on any screen.
const odooUp = `!!window.posmodel && !document.querySelector(".pos-loader") && posmodel.models["product.product"].length > 0 && posmodel.session?.id === odoo.pos_session_id`

// odoo is a real Odoo behind a front, with a log-in that can end.
type odoo struct {
	*front
	expired atomic.Bool
}

// TestRealOdoo runs the main stories against a real Odoo with the addon, named
// by POSWARM_TEST_ODOO (log-in admin/admin, POS config 1, demo data). The toy
// server of the other tests is a stand-in; this is what it stands for.
func TestRealOdoo(t *testing.T) {
	target, err := url.Parse(os.Getenv("POSWARM_TEST_ODOO"))
	if err != nil || target.Host == "" {
		t.Skip("POSWARM_TEST_ODOO names no server")
	}
	x := &odoo{}
	x.front = newFront(t, relay.Handler(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		if x.expired.Load() {
			r.Out.Header.Del("Cookie")
		}
	}, ModifyResponse: func(r *http.Response) error {
		if x.expired.Load() {
			// The till's own cookie must live on, or it is the log-out that is tested.
			r.Header.Del("Set-Cookie")
		}
		return nil
	}}))
	p := newTab(t)
	x.visitOnce(t, p)
	x.prime(t, p)

	x.cut(dead)
	if err := browser.StopWorkers(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := browser.ClearHTTPCache(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/pos/ui/1", "/pos/ui/1?from_backend=True", "/pos/ui/1/login"} {
		x.comesUp(t, p, path)
	}
	x.sellingScreen(t, p)
	x.faults(t, p)

	for _, c := range readStatus(t, p).Intercepted {
		t.Logf("intercepted %3d %s", c.Count, c.Path)
		if c.Path != "/pos/ping" && !strings.HasPrefix(c.Call, "barcode.") && !strings.Contains(c.Call, ".load_data") && c.Call != "pos.session.filter_local_data" {
			t.Errorf("intercepted %s", c.Path)
		}
	}
}

// visitOnce logs in and opens the POS for the first time.
func (x *odoo) visitOnce(t *testing.T, p *chrome.Page) {
	visit(t, p, x.URL+"/web/login")
	waitFor(t, p, "the log-in form", `!!document.querySelector("[name=csrf_token]")`)
	eval[bool](t, p, `fetch("/web/login", {method: "POST", body: new URLSearchParams({login: "admin", password: "admin", csrf_token: document.querySelector("[name=csrf_token]").value})}).then(r => r.ok)`)
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", odooUp)
	s := waitCommitted(t, p, 60*time.Second)
	t.Logf("after one visit: %+v", s.Snapshots)
	if n := x.count("GET /pos/ui"); n != 1 {
		t.Errorf("%d renders of the page in one visit, want 1", n)
	}
	if n := x.count("GET /web/assets"); n != 2 {
		t.Errorf("%d bundles fetched, want 2", n)
	}
}

func (x *odoo) prime(t *testing.T, p *chrome.Page) {
	type result struct {
		Result struct{ Images, Downloaded map[string]int }
		Error  any
	}
	got := call[result](t, p, primeJS, "all", 1)
	t.Logf("primed: %+v", got)
	if got.Result.Images["stored"] != got.Result.Images["wanted"] || got.Result.Images["wanted"] == 0 {
		t.Errorf("pictures: %+v", got)
	}
}

// comesUp opens path while the server is away: no dialog, no error box, and
// nothing reaches the server.
func (x *odoo) comesUp(t *testing.T, p *chrome.Page, path string) {
	t.Helper()
	begin := time.Now()
	visit(t, p, x.URL+path)
	waitFor(t, p, "the POS offline at "+path, odooUp)
	o := p.Observed()
	t.Logf("%-32s up after %v", path, time.Since(begin).Round(time.Millisecond))
	box := eval[string](t, p, `document.querySelector(".pos-error, .o_error_dialog")?.innerText || ""`)
	if len(o.Dialogs) != 0 || len(o.Exceptions) != 0 || box != "" {
		t.Errorf("%s: dialogs %v, exceptions %q, error box %q; console %+v", path, o.Dialogs, o.Exceptions, box, o.Console)
	}
	if n := x.count(""); n != 0 {
		t.Errorf("%s: %d requests reached the server:\n%s", path, n, x.list())
	}
}

// sellingScreen opens the register offline and looks at every picture, then
// reloads at the address that Odoo has pushed.
func (x *odoo) sellingScreen(t *testing.T, p *chrome.Page) {
	eval[bool](t, p, `(document.querySelector(".open-register-btn").click(), true)`)
	waitFor(t, p, "the products", `(document.querySelector(".modal-dialog .btn-primary")?.click(), document.querySelectorAll("article.product").length > 0)`)
	waitFor(t, p, "the pictures", `[...document.images].every(i => i.complete)`)
	if broken := eval[[]string](t, p, `[...document.images].filter(i => !i.naturalWidth).map(i => i.src)`); len(broken) != 0 {
		t.Errorf("broken pictures: %q", broken)
	}
	if !eval[bool](t, p, `!!posmodel.barcodeReader`) {
		t.Error("no barcode reader")
	}
	shot, err := p.Screenshot(within(t, 5*time.Second))
	if name := os.Getenv("POSWARM_TEST_SHOT"); err == nil && name != "" {
		if err := os.WriteFile(name, shot, 0o600); err != nil {
			t.Error(err)
		}
	}
	x.comesUp(t, p, eval[string](t, p, `location.pathname`))
}

// faults are the answers that must not be taken for the POS.
func (x *odoo) faults(t *testing.T, p *chrome.Page) {
	for _, how := range []fault{gateway, portal, hung} {
		x.cut(how)
		x.comesUp(t, p, "/pos/ui/1")
		x.cut(dead)
		x.comesUp(t, p, "/pos/ui/1")
	}
	x.expired.Store(true)
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the log-in form", `location.pathname === "/web/login"`)
	x.cut(dead)
	x.comesUp(t, p, "/pos/ui/1")
	x.expired.Store(false)
	x.cut(up)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS online again", odooUp+` && !poswarm.offline`)
}
