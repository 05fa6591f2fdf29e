package worker_test

import (
	"net/http/httputil"
	"net/url"
	"os"
	"testing"
	"time"
)

// TestRealOdoo runs the main story against a real Odoo with the addon, named
// by POSWARM_TEST_ODOO (log-in admin/admin, POS config 1). The toy server of
// the other tests is a stand-in; this is what it stands for.
func TestRealOdoo(t *testing.T) {
	target, err := url.Parse(os.Getenv("POSWARM_TEST_ODOO"))
	if err != nil || target.Host == "" {
		t.Skip("POSWARM_TEST_ODOO names no server")
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}
	f := newFront(t, proxy)
	p := newTab(t)
	visit(t, p, f.URL+"/web/login")
	waitFor(t, p, "the log-in form", `!!document.querySelector("[name=csrf_token]")`)
	eval[bool](t, p, `fetch("/web/login", {method: "POST", body: new URLSearchParams({login: "admin", password: "admin", csrf_token: document.querySelector("[name=csrf_token]").value})}).then(r => r.ok)`)

	f.cut(up)
	visit(t, p, f.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", odooUp)
	t.Logf("first visit:\n%s", f.list())
	s := waitCommitted(t, p, 30*time.Second)
	t.Logf("committed: %+v", s)
	t.Logf("after the commit:\n%s", f.list())
	if n := f.count("GET /pos/ui"); n != 1 {
		t.Errorf("%d renders of the page in one visit, want 1", n)
	}

	f.cut(dead)
	for _, path := range []string{"/pos/ui/1", "/pos/ui/1?from_backend=True", "/pos/ui/1/login"} {
		begin := time.Now()
		visit(t, p, f.URL+path)
		waitFor(t, p, "the POS offline at "+path, odooUp)
		t.Logf("%s up offline after %v, dialogs %v, failed %d", path, time.Since(begin), p.Observed().Dialogs, len(p.Observed().Failed))
		for _, e := range p.Observed().Console {
			t.Logf("  %s %s", e.Level, e.Text)
		}
	}
	t.Logf("status: %v", eval[any](t, p, statusJS))
	if n := f.count(""); n != 0 {
		t.Errorf("%d requests reached a dead server:\n%s", n, f.list())
	}
	shot, err := p.Screenshot(within(t, 5*time.Second))
	if err == nil && os.Getenv("POSWARM_TEST_SHOT") != "" {
		os.WriteFile(os.Getenv("POSWARM_TEST_SHOT"), shot, 0o600)
	}
}

const odooUp = `!!window.posmodel && !document.querySelector(".pos-loader") && posmodel.models["product.product"].length > 0`
