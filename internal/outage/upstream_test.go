package outage

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"

	"poswarm/internal/fault"
)

// company is a proxy through which alone a name can be reached, and that wants a password.
func company(t *testing.T, s *site) (proxy *httptest.Server, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	forward := httputil.NewSingleHostReverseProxy(s.address(t))
	proxy = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("Proxy-Authorization") != "Basic YW5uOnNlY3JldA==" {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		if r.Method != http.MethodConnect {
			forward.ServeHTTP(w, r)
			return
		}
		up, err := net.Dial("tcp", s.address(t).Host)
		if err != nil {
			t.Error(err)
			return
		}
		down, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(up, down); _ = up.Close() }()
		_, _ = io.Copy(down, up)
		_ = down.Close()
	}))
	t.Cleanup(proxy.Close)
	return proxy, asked
}

func TestProxyOfTheEnvironment(t *testing.T) {
	s := newSite(t, false)
	proxy, asked := company(t, s)
	t.Setenv("HTTP_PROXY", "http://ann:secret@"+proxy.Listener.Addr().String())
	shop := &url.URL{Scheme: "http", Host: "shop.invalid:8069"}
	g := openGate(t, shop, true)
	c := client(t, g)
	if status, _, _ := ask(t, c, "GET", shop.String()+"/x", "", ""); status != http.StatusNotFound || asked.Load() != 1 {
		t.Fatalf("through the proxy: %d, %d times asked", status, asked.Load())
	}
	conn, err := net.Dial("tcp", g.address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "CONNECT "+shop.Host+" HTTP/1.1\r\nHost: "+shop.Host+"\r\n\r\n")
	head := make([]byte, len("HTTP/1.1 200"))
	if _, err := io.ReadFull(conn, head); err != nil || string(head) != "HTTP/1.1 200" || asked.Load() != 2 {
		t.Fatalf("a tunnel: %q, %v, %d times asked", head, err, asked.Load())
	}
	if err := g.Cut(fault.ServerDead); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := ask(t, c, "GET", shop.String()+"/x", "", ""); status != 0 || asked.Load() != 2 {
		t.Errorf("cut: %d, %d times asked", status, asked.Load())
	}

	t.Setenv("HTTP_PROXY", "http://bob@"+proxy.Listener.Addr().String())
	g = openGate(t, shop, true)
	if status, _, _ := ask(t, client(t, g), "GET", shop.String()+"/x", "", ""); status != http.StatusProxyAuthRequired {
		t.Errorf("a wrong password: %d", status)
	}
	t.Setenv("NO_PROXY", "shop.invalid")
	if g = openGate(t, shop, true); g.upstream.proxy != nil {
		t.Errorf("NO_PROXY: %v", g.upstream.proxy)
	}
}

// An https shop is reached through a tunnel of the proxy; whom its certificate names is
// not what this is about.
func TestProxyOfTheEnvironmentForHTTPS(t *testing.T) {
	s := newSite(t, true)
	proxy, asked := company(t, s)
	t.Setenv("HTTPS_PROXY", "http://ann:secret@"+proxy.Listener.Addr().String())
	shop := &url.URL{Scheme: "https", Host: "shop.invalid:8443"}
	g := openWith(t, Options{Target: shop, Insecure: true, NoNamespace: true})
	c := client(t, g)
	if status, said, _ := ask(t, c, "GET", shop.String()+"/x", "", ""); status != http.StatusNotFound || asked.Load() != 1 {
		t.Fatalf("through the proxy: %d %s, %d times asked, %v", status, said, asked.Load(), g.Trouble())
	}
	if err := g.Cut(fault.ServerDead); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := ask(t, c, "GET", shop.String()+"/x", "", ""); status != 0 || asked.Load() != 1 {
		t.Errorf("cut: %d, %d times asked", status, asked.Load())
	}
	// Nor does a copy of a terminal, whose gate is sealed, ask the proxy.
	g = openWith(t, Options{Target: shop, Insecure: true, NoNamespace: true, Sealed: true})
	if status, _, _ := ask(t, client(t, g), "GET", shop.String()+"/x", "", ""); status != 0 || asked.Load() != 1 {
		t.Errorf("sealed: %d, %d times asked", status, asked.Load())
	}
}
