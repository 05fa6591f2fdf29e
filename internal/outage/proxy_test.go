package outage

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/hint"
	"poswarm/internal/pace/pacetest"
)

// client talks through the gate as Chrome would.
func client(t *testing.T, g *Gate) *http.Client {
	t.Helper()
	proxy, err := url.Parse(g.ProxyFlag())
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// ask returns status, body and headers, or 0 when there was no answer.
func ask(t *testing.T, c *http.Client, method, url, contentType string, body string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(within(t, 10*time.Second), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := c.Do(r)
	if err != nil {
		return 0, err.Error(), nil
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(data), res.Header
}

func cut(t *testing.T, g *Gate, f fault.Name) {
	t.Helper()
	if err := g.Cut(f); err != nil {
		t.Fatalf("cut %s: %v", f, err)
	}
}

func restore(t *testing.T, g *Gate) {
	t.Helper()
	if err := g.Restore(); err != nil {
		t.Fatalf("restore: %v", err)
	}
}

func TestForwardsOnlyToTheTarget(t *testing.T) {
	s := newSite(t, false)
	other := newSite(t, false)
	g := openGate(t, s.address(t), true)
	if g.Method() != MethodProxy || g.Reason() == "" || !g.CableOutNeedsEmulation() || len(g.TrustSPKI()) != 0 {
		t.Errorf("method %s, reason %q", g.Method(), g.Reason())
	}
	c := client(t, g)
	if status, body, _ := ask(t, c, "GET", s.URL+"/x?token=topsecret&unique=7", "", ""); status != 404 || body != "origin:/x" {
		t.Errorf("forwarded: %d %s", status, body)
	}
	if status, body, h := ask(t, c, "POST", s.URL+"/echo", "text/plain", "12345"); status != 200 || body != "echo 5" || h.Get("X-Seen-Forwarded") != "" {
		t.Errorf("post: %d %s %v", status, body, h)
	}
	if status, body, _ := ask(t, c, "GET", other.URL+"/y", "", ""); status != 403 || !strings.Contains(body, g.Nonce()) {
		t.Errorf("other host: %d %s", status, body)
	}
	if status, _, _ := ask(t, c, "GET", strings.Replace(other.URL, "http:", "https:", 1)+"/y", "", ""); status != 0 {
		t.Errorf("tunnel to another host: %d", status)
	}
	if other.count() != 0 || s.count() != 2 || g.Served() != 2 {
		t.Errorf("hits: other %d, target %d, served %d", other.count(), s.count(), g.Served())
	}
	log := g.Log()
	if len(log) != 4 || log[0].Action != Forwarded || log[0].Status != 404 || log[0].Path != "/x?token=…&unique=7" || log[2].Action != Refused {
		t.Errorf("log: %+v", log)
	}
	if h := g.Hosts(); h[log[0].Host] != (Count{Forwarded: 2}) || h[log[2].Host] != (Count{Refused: 2}) {
		t.Errorf("hosts: %+v", h)
	}
}

func TestTransportFaultsGiveNoAnswer(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	c := client(t, g)
	for _, f := range []fault.Name{fault.ServerDead, fault.CableOut, fault.BadCertificate} {
		ask(t, c, "GET", s.URL+"/before", "", "")
		n := s.count()
		cut(t, g, f)
		if g.Fault() != f || !f.Silent() {
			t.Errorf("fault %s", g.Fault())
		}
		for _, method := range []string{"GET", "POST"} {
			if status, text, _ := ask(t, c, method, s.URL+"/during", "", "x"); status != 0 {
				t.Errorf("%s under %s: %d %s", method, f, status, text)
			}
		}
		if got := s.since(n); len(got) != 0 || g.Served() != 0 {
			t.Errorf("%s: %q reached the server, served %d", f, got, g.Served())
		}
		restore(t, g)
		if status, _, _ := ask(t, c, "GET", s.URL+"/after", "", ""); status != 404 || g.Served() != 1 {
			t.Errorf("after %s: %d, served %d", f, status, g.Served())
		}
	}
	if err := g.Cut("rain"); err == nil || !strings.HasPrefix(hint.Of(err), "the faults are") {
		t.Errorf("unknown fault: %v", err)
	}
}

// TestCutEndsWhatIsUnderWay holds a request and a tunnel open.
func TestCutEndsWhatIsUnderWay(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	r, err := client(t, g).Get(s.URL + "/slow")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	proxy := strings.TrimPrefix(g.ProxyFlag(), "http://")
	tunnel, err := net.Dial("tcp", proxy)
	if err != nil {
		t.Fatal(err)
	}
	defer tunnel.Close()
	io.WriteString(tunnel, "CONNECT "+s.address(t).Host+" HTTP/1.1\r\nHost: x\r\n\r\nGET /socket HTTP/1.1\r\nHost: x\r\n\r\n")
	buf := make([]byte, 4096)
	tunnel.SetDeadline(time.Now().Add(pacetest.Long(30 * time.Second)))
	if n, err := tunnel.Read(buf); err != nil || !bytes.HasPrefix(buf[:n], []byte("HTTP/1.1 200")) {
		t.Fatalf("tunnel: %q, %v", buf[:n], err)
	}
	if g.Served() != 2 {
		t.Errorf("served %d, want request and tunnel", g.Served())
	}
	start := pacetest.Start()
	cut(t, g, fault.ServerDead)
	if start.Longer(time.Second) {
		t.Errorf("the cut took %v", start)
	}
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("the body under way ended as if it were complete")
	}
	if _, err := io.ReadAll(tunnel); err == nil {
		t.Error("the tunnel ended in order, not by a reset")
	}
	if g.Served() != 0 {
		t.Errorf("served %d after the cut", g.Served())
	}
}

// TestNothingSlipsThroughACut cuts while many clients ask.
func TestNothingSlipsThroughACut(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	ctx, stop := context.WithCancel(context.Background())
	var clients sync.WaitGroup
	answered, refused := make(chan struct{}), make(chan struct{}) // one of each a request
	said := func(c chan struct{}) {
		select {
		case c <- struct{}{}:
		case <-ctx.Done():
		}
	}
	for range 8 {
		c := client(t, g)
		clients.Go(func() {
			for ctx.Err() == nil {
				r, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/pos/", nil)
				if err != nil {
					return
				}
				res, err := c.Do(r)
				if err != nil {
					said(refused)
					continue
				}
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
				said(answered)
			}
		})
	}
	for range 20 {
		cut(t, g, fault.ServerDead)
		s.settle(t)
		n := s.count()
		each(t, answered, refused, 0, 100)
		s.settle(t)
		if got := s.since(n); len(got) != 0 || g.Served() != 0 {
			t.Fatalf("%d requests after the cut, served %d", len(got), g.Served())
		}
		restore(t, g)
		each(t, answered, refused, 20, 0)
	}
	stop()
	clients.Wait()
}

// each takes what clients met until it is so many answers, or so many refusals.
func each(t *testing.T, answered, refused <-chan struct{}, yes, no int) {
	t.Helper()
	for ctx := within(t, 10*time.Second); yes > 0 || no > 0; {
		select {
		case <-answered:
			yes--
		case <-refused:
			no--
		case <-ctx.Done():
			t.Fatalf("waited 10s for %d answers and %d refusals more", yes, no)
		}
	}
}

func TestStatusFaultsAndPortal(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	c := client(t, g)
	for f, want := range map[fault.Name]int{fault.Status502: 502, fault.Status503: 503, fault.Status504: 504, fault.Portal: 200} {
		cut(t, g, f)
		for _, path := range []string{"/pos/ui/1", "/web/dataset/call_kw", "/web/image/5"} {
			status, body, h := ask(t, c, "GET", s.URL+path, "", "")
			if status != want || !strings.Contains(body, g.Nonce()) || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
				t.Errorf("%s %s: %d %s", f, path, status, body)
			}
		}
		status, body, _ := ask(t, c, "GET", "http://elsewhere.test/", "", "")
		if f == fault.Portal && (status != 200 || !strings.Contains(body, "Wi-Fi")) || f != fault.Portal && status != 403 {
			t.Errorf("%s, other host: %d", f, status)
		}
	}
	if s.count() != 0 || g.Served() != 0 {
		t.Errorf("%d requests got through", s.count())
	}
}

func TestLoginRedirect(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	c := client(t, g)
	cut(t, g, fault.LoginRedirect)

	status, body, h := ask(t, c, "GET", s.URL+"/pos/ui/1/product?from_backend=True", "", "")
	if status != 303 || h.Get("Location") != "/web/login?redirect=%2Fpos%2Fui%2F1%2Fproduct%3Ffrom_backend%3DTrue" || !strings.Contains(body, g.Nonce()) {
		t.Errorf("page: %d %v %s", status, h, body)
	}
	status, body, _ = ask(t, c, "GET", s.URL+h.Get("Location"), "", "")
	if status != 200 || !strings.Contains(body, "oe_login_form") || !strings.Contains(body, g.Nonce()) || !strings.Contains(body, `value="/pos/ui/1/product?from_backend=True"`) {
		t.Errorf("login page: %d %s", status, body)
	}
	status, body, h = ask(t, c, "POST", s.URL+"/web/dataset/call_kw/pos.session/load_data", "application/json", `{"id":7}`)
	var rpc struct {
		ID    *int
		Error struct {
			Code    int
			Message string
			Data    struct{ Name, Debug string }
		}
	}
	if err := json.Unmarshal([]byte(body), &rpc); err != nil || status != 200 || rpc.Error.Code != 100 || rpc.ID != nil ||
		rpc.Error.Data.Name != "odoo.http.SessionExpiredException" || !strings.Contains(rpc.Error.Data.Debug, g.Nonce()) || !strings.HasPrefix(h.Get("Content-Type"), "application/json") {
		t.Errorf("call: %d %s %v", status, body, err)
	}
	status, body, h = ask(t, c, "GET", s.URL+"/web/image/product.product/5/image_128?unique=1", "", "")
	if _, err := png.Decode(strings.NewReader(body)); err != nil || status != 200 || !strings.Contains(body, g.Nonce()) || h.Get("Content-Type") != "image/png" {
		t.Errorf("image: %d %v", status, err)
	}
	for path, want := range map[string]int{
		"/pos/service-worker.js": 303, "/poswarm/manifest/1": 303, "/odoo/action-1": 303, "/web": 303,
		"/web/assets/1/x.min.js": 0, "/point_of_sale/static/x.woff2": 0, "/canary-1": 404,
	} {
		if status, body, _ := ask(t, c, "GET", s.URL+path, "", ""); status != want || status != 0 && !strings.Contains(body, g.Nonce()) {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if s.count() != 0 || g.Served() != 0 {
		t.Errorf("%d requests got through", s.count())
	}
}

func TestHTTPSKeepsTheOrigin(t *testing.T) {
	s := newSite(t, true)
	g := s.gate(t, true)
	c := client(t, g)
	if status, body, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 404 || body != "origin:/x" {
		t.Errorf("forwarded: %d %s", status, body)
	}
	n := s.count()
	for f, want := range map[fault.Name]int{fault.Status502: 502, fault.Portal: 200, fault.LoginRedirect: 303, fault.LoginService: 302, fault.ServerDead: 0, fault.BadCertificate: 0} {
		cut(t, g, f)
		status, body, _ := ask(t, c, "GET", s.URL+"/pos/ui/1", "", "")
		if status != want || want != 0 && !strings.Contains(body, g.Nonce()) {
			t.Errorf("%s: %d %s", f, status, body)
		}
	}
	if len(g.TrustSPKI()) != 1 || len(s.since(n)) != 0 || g.Served() != 0 {
		t.Errorf("trust %q, served %d", g.TrustSPKI(), g.Served())
	}
	restore(t, g)
	if status, _, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 404 {
		t.Errorf("restored: %d", status)
	}
	// The clear text port of an https host is another host.
	if status, _, _ := ask(t, c, "GET", strings.Replace(s.URL, "https:", "http:", 1)+"/x", "", ""); status != 403 {
		t.Errorf("clear text to an https target: %d", status)
	}
}

// TestHTTPSIsCountedAndCutByRequest asks over one connection.
func TestHTTPSIsCountedAndCutByRequest(t *testing.T) {
	s := newSite(t, true)
	g := s.gate(t, true)
	c := client(t, g)
	for _, path := range []string{"/one?token=topsecret", "/two"} {
		ask(t, c, "GET", s.URL+path, "", "")
	}
	if status, body, h := ask(t, c, "POST", s.URL+"/echo", "text/plain", "12345"); status != 200 || body != "echo 5" || h.Get("X-Seen-Forwarded") != "" {
		t.Errorf("post: %d %s %v", status, body, h)
	}
	log := g.Log()
	if len(log) != 4 || log[0].Action != Answered || log[1].Path != "/one?token=…" || log[1].Status != 404 || log[3].Action != Forwarded || g.Served() != 3 {
		t.Errorf("served %d, log: %+v", g.Served(), log)
	}
	r, err := c.Get(s.URL + "/slow")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	cut(t, g, fault.ServerDead)
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("the body under way ended as if it were complete")
	}
	if err := g.AnswerOnly("/canary-"); err != nil {
		t.Fatal(err)
	}
	n := s.count()
	for path, want := range map[string]int{"/canary-1": 200, "/pos/": 0, "/x/canary-1": 0} {
		status, body, _ := ask(t, c, "GET", s.URL+path, "", "")
		if status != want || want == 200 && !strings.Contains(body, g.Nonce()) {
			t.Errorf("%s: %d, want %d: %s", path, status, want, body)
		}
	}
	if got := s.since(n); len(got) != 0 || g.Served() != 0 {
		t.Errorf("%q reached the server, served %d", got, g.Served())
	}
}

// TestProbe: only this gate answers its probe, whatever is cut, and the target's
// address in the other scheme is noticed and not passed on.
func TestProbe(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		c := client(t, g)
		cut(t, g, fault.ServerDead)
		status, body, _ := ask(t, c, "GET", g.ProbeURL(), "", "")
		if status != 200 || !strings.Contains(body, g.Nonce()) {
			t.Errorf("the probe: %d %s", status, body)
		}
		if status, _, _ := ask(t, c, "GET", strings.Replace(g.ProbeURL(), "n", "m", 1), "", ""); status != 0 {
			t.Errorf("another gate's probe: %d", status)
		}
		before := g.Asked()
		_, _, _ = ask(t, c, "GET", g.BesideURL(), "", "")
		if g.Asked() == before {
			t.Error("the target's address in the other scheme was not noticed")
		}
		if hits := s.since(0); len(hits) != 0 {
			t.Errorf("%q reached the server", hits)
		}
	}
}

// TestSealedGate forwards nothing, whatever it is told.
func TestSealedGate(t *testing.T) {
	s := newSite(t, false)
	address, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	g, err := Open(Options{Target: address, NoNamespace: true, Sealed: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	c := client(t, g)
	for _, change := range []func() error{func() error { return nil }, g.Restore, func() error { return g.Cut(fault.Slow) }} {
		_ = change()
		if status, _, _ := ask(t, c, "GET", s.URL+"/one", "", ""); status != 0 {
			t.Errorf("it answers %d", status)
		}
	}
	if hits := s.since(0); len(hits) != 0 {
		t.Errorf("%q reached the server", hits)
	}
}

func TestUntrustedCertificateIsSaid(t *testing.T) {
	s := newSite(t, true)
	g := openGate(t, s.address(t), true)
	if status, _, _ := ask(t, client(t, g), "GET", s.URL+"/x", "", ""); status != 0 || s.count() != 0 {
		t.Errorf("an untrusted server: %d, %d requests", status, s.count())
	}
	err := g.Trouble()
	if err == nil || !strings.HasPrefix(err.Error(), "the certificate of "+s.address(t).Host+" is not trusted: ") || !strings.Contains(hint.Of(err), "--ca-file") {
		t.Errorf("trouble: %v (%s)", err, hint.Of(err))
	}
	if last := g.Log()[1]; last.Action != Forwarded || last.Status != 0 {
		t.Errorf("log: %+v", last)
	}
	g = openWith(t, Options{Target: s.address(t), Insecure: true, NoNamespace: true})
	if status, _, _ := ask(t, client(t, g), "GET", s.URL+"/x", "", ""); status != 404 || g.Trouble() != nil {
		t.Errorf("insecure: %d, %v", status, g.Trouble())
	}
}

func TestADeadTargetGivesNoAnswer(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	c := client(t, g)
	s.Close()
	if status, _, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 0 {
		t.Errorf("a dead target: %d", status)
	}
	if status, _, _ := ask(t, c, "CONNECT", s.URL, "", ""); status == 200 {
		t.Error("a tunnel to a dead target was made")
	}
	res, err := http.Get(g.ProxyFlag() + "/")
	if err != nil || res.StatusCode != http.StatusBadRequest {
		t.Errorf("a visitor: %v, %v", res, err)
	}
	if err == nil {
		res.Body.Close()
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestOpenRefusesBadTargets(t *testing.T) {
	for _, bad := range []string{"", "ftp://x", "http://", "127.0.0.1:80"} {
		u, err := url.Parse(bad)
		if err != nil {
			u = nil
		}
		if g, err := Open(Options{Target: u}); err == nil {
			g.Close()
			t.Errorf("%q was accepted", bad)
		}
	}
	t.Setenv(envNoNamespace, "1")
	g := openGate(t, &url.URL{Scheme: "http", Host: "[::1]:8069"}, false)
	if g.Method() != MethodProxy || g.target != "[::1]:8069" {
		t.Errorf("%s %s", g.Method(), g.target)
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
	if err := g.Cut(fault.ServerDead); err == nil {
		t.Error("a closed gate was cut")
	}
	for host, want := range map[string]string{"Pos.Shop": "pos.shop:80", "pos:8069": "pos:8069", "[::1]": "[::1]:80"} {
		if got := canonical(host, "http"); got != want {
			t.Errorf("canonical %s: %s", host, got)
		}
	}
}

func TestJournalIsBounded(t *testing.T) {
	var j journal
	u := &url.URL{Path: "/x"}
	first := j.add("a", "GET", u, "")
	for range maxEntries + 10 {
		j.decide(j.add("a", "GET", u, ""), Forwarded, 200)
	}
	j.decide(first, Forwarded, 200) // long gone
	if len(j.entries) > maxEntries || j.hosts["a"].Forwarded != maxEntries+10 {
		t.Errorf("%d entries, %+v", len(j.entries), j.hosts)
	}
	last := j.entries[len(j.entries)-1]
	if last.Status != 200 || last.Action != Forwarded {
		t.Errorf("last: %+v", last)
	}
}
