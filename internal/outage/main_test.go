// The tests of this package prove that the gate is the only way out and that each
// fault does what its row says: to the byte, the request and the moment, over HTTP,
// HTTPS and DNS, for one browser and for many clients at a time.
package outage

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"poswarm/internal/fault"
	"poswarm/internal/pace/pacetest"
)

func TestMain(m *testing.M) {
	RunHelper()
	if dir := os.Getenv("OUTAGE_TEST_LAUNCHER"); dir != "" {
		launchAndWait(dir)
		return
	}
	if target := os.Getenv("OUTAGE_TEST_INSIDE"); target != "" {
		lookAround(target)
		return
	}
	pacetest.OneTurn()
	goleak.VerifyTestMain(m)
}

// site is a POS server that counts what reaches it.
type site struct {
	*httptest.Server
	roots *x509.CertPool // what trusts an https site
	mu    sync.Mutex
	hits  []string
	open  map[net.Conn]struct{} // connections, each of which may bring a request
	done  chan struct{}         // closed when one of them ends
}

func newSite(t *testing.T, secure bool) *site {
	t.Helper()
	s := &site{open: make(map[net.Conn]struct{}), done: make(chan struct{})}
	mux := http.NewServeMux()
	file := func(pattern, name, typ string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				panic(err)
			}
			w.Header().Set("Content-Type", typ)
			w.Header().Set("Cache-Control", "no-store")
			w.Write(data)
		})
	}
	file("GET /pos/", "pos.html", "text/html; charset=utf-8")
	file("GET /pos/service-worker.js", "service-worker.js", "text/javascript")
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen-Forwarded", r.Header.Get("X-Forwarded-For"))
		fmt.Fprintf(w, "echo %d", r.ContentLength)
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /socket", websocket)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "origin:"+r.URL.Path)
	})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == barrier {
			return
		}
		s.mu.Lock()
		s.hits = append(s.hits, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		mux.ServeHTTP(w, r)
	})
	s.Server = httptest.NewUnstartedServer(h)
	s.Config.ConnState = s.connState
	if secure {
		s.Config.ErrorLog = log.New(t.Output(), "", 0)
		s.TLS = &tls.Config{}
		s.TLS.Certificates, s.roots = certify(t)
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s
}

// certify makes an authority and a certificate of its for this machine.
func certify(t *testing.T) ([]tls.Certificate, *x509.CertPool) {
	t.Helper()
	sign := func(c, by *x509.Certificate, key, byKey *ecdsa.PrivateKey) *x509.Certificate {
		c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(1), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, byKey)
		if err != nil {
			t.Fatal(err)
		}
		c, err = x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	caKey, leafKey := key(), key()
	ca := &x509.Certificate{Subject: pkix.Name{CommonName: "Shop CA"}, IsCA: true, BasicConstraintsValid: true}
	ca = sign(ca, ca, caKey, caKey)
	leaf := sign(&x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}, ca, leafKey, caKey)
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	return []tls.Certificate{{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey}}, roots
}

// websocket accepts the handshake and then echoes short texts.
func websocket(w http.ResponseWriter, r *http.Request) {
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	c, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer c.Close()
	fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	for {
		head := make([]byte, 6) // kind, length below 126, mask
		if _, err := io.ReadFull(buf, head); err != nil || head[0] != 0x81 {
			return
		}
		text := make([]byte, head[1]&0x7f)
		if _, err := io.ReadFull(buf, text); err != nil {
			return
		}
		for i := range text {
			text[i] ^= head[2+i%4]
		}
		text = append([]byte("echo "), text...)
		if _, err := c.Write(append([]byte{0x81, byte(len(text))}, text...)); err != nil {
			return
		}
	}
}

// barrier is a request of the test's own, which does not count.
const barrier = "/barrier"

func (s *site) connState(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state != http.StateClosed && state != http.StateHijacked {
		s.open[c] = struct{}{}
		return
	}
	delete(s.open, c)
	close(s.done)
	s.done = make(chan struct{})
}

// settle returns when the site has counted all that had been sent to it before a
// cut: a request that the kernel holds is counted later than the cut behind it, that
// of a connection which had been idle too, so each must end. Connections are accepted
// in the order in which they came, so those before the barrier are known behind it.
func (s *site) settle(t *testing.T) {
	t.Helper()
	straight := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := straight.Get(s.URL + barrier)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	for ctx := within(t, 10*time.Second); ; {
		s.mu.Lock()
		left, done := len(s.open), s.done
		s.mu.Unlock()
		if left == 0 {
			return
		}
		select {
		case <-done:
		case <-ctx.Done():
			t.Fatalf("waited 10s for %d connections to end", left)
		}
	}
}

func (s *site) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.hits)
}

// since returns what arrived after the first n requests.
func (s *site) since(n int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.hits[n:]...)
}

func (s *site) address(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func openGate(t *testing.T, target *url.URL, noNamespace bool) *Gate {
	t.Helper()
	return openWith(t, Options{Target: target, NoNamespace: noNamespace})
}

// gate opens a gate that trusts the site.
func (s *site) gate(t *testing.T, noNamespace bool) *Gate {
	t.Helper()
	return openWith(t, Options{Target: s.address(t), RootCAs: s.roots, NoNamespace: noNamespace})
}

func openWith(t *testing.T, o Options) *Gate {
	t.Helper()
	g, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Errorf("close the gate: %v", err)
		}
	})
	return g
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	return pacetest.Within(t, d)
}

func snippet(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	// A leading comment would be fine for Chrome; the semicolon-free body is
	// an expression.
	return string(data)
}

// launchAndWait is the process that dies with a browser behind a gate.
func launchAndWait(dir string) {
	target, _ := url.Parse("http://127.0.0.1:9")
	g, err := Open(Options{Target: target})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	b, err := launch(context.Background(), g, dir)
	if err != nil {
		fmt.Println("error", strings.ReplaceAll(err.Error(), "\n", " "))
		os.Exit(1)
	}
	fmt.Println("pid", b.PID(), g.Method())
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
}

// lookAround is what runs behind a gate in the place of Chrome. It tells which
// ways out it has.
func lookAround(target string) {
	dial := func(address string) string {
		c, err := net.DialTimeout("tcp", address, 2*time.Second)
		if err != nil {
			return "no"
		}
		c.Close()
		return "yes"
	}
	proxy := os.Args[len(os.Args)-1]
	status, _ := os.ReadFile("/proc/self/status")
	caps := "unknown"
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "CapAmb:"); ok {
			caps = strings.TrimSpace(v)
		}
	}
	sockets := 0
	fds, _ := os.ReadDir("/proc/self/fd")
	for _, fd := range fds {
		if link, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasPrefix(link, "socket:") {
			sockets++
		}
	}
	ipv6, err := os.ReadFile("/proc/self/net/if_inet6")
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // a kernel without IPv6
	}
	fmt.Printf("target=%s proxy=%s ambient=%s sockets=%d own-ipv6=%t %v", dial(target), dial(strings.TrimPrefix(proxy, "http://")), caps, sockets,
		bytes.Contains(ipv6, []byte("fe80")), err)
}

func follow(t *testing.T, g *Gate, p fault.Plan) {
	t.Helper()
	if err := g.Follow(p); err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
}
