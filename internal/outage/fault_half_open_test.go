package outage

// These tests prove that a half-open connection is made, never read from and never
// answered, and that it ends with the fault.

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/pace/pacetest"
)

// dialGate makes a connection to the gate, which a gate under any fault accepts.
func dialGate(t *testing.T, g *Gate) net.Conn {
	t.Helper()
	before := len(g.conns.open())
	c, err := net.DialTimeout("tcp", strings.TrimPrefix(g.ProxyFlag(), "http://"), pacetest.Long(5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	for wait := pacetest.For(t, 5*time.Second, "the gate to accept"); len(g.conns.open()) == before; time.Sleep(time.Millisecond) {
		wait.Over(t)
	}
	return c
}

func TestHalfOpenIsNeverReadNorAnswered(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		ask(t, client(t, g), "GET", s.URL+"/before", "", "")
		n := s.count()
		cut(t, g, fault.HalfOpen)
		for _, method := range []string{"GET", "POST", "CONNECT"} {
			c := dialGate(t, g)
			if _, err := io.WriteString(c, method+" "+s.URL+"/x HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			_ = c.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
			if got, err := c.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("https %t, %s: %d bytes, %v", secure, method, got, err)
			}
		}
		c := dialGate(t, g)
		if got := len(g.Log()); s.count() != n || g.Served() != 0 || g.Log()[got-1].Fault == fault.HalfOpen {
			t.Errorf("https %t: %d reached the server, %d served, last %+v", secure, s.count()-n, g.Served(), g.Log()[got-1])
		}
		restore(t, g)
		_ = c.SetReadDeadline(time.Now().Add(pacetest.Long(5 * time.Second)))
		if _, err := c.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("https %t: the connection outlives the fault: %v", secure, err)
		}
		if status, _, _ := ask(t, client(t, g), "GET", s.URL+"/after", "", ""); status != 404 {
			t.Errorf("https %t: afterwards %d", secure, status)
		}
	}
}

// A black hole is not half-open: it reads.
func TestBlackholeReads(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	cut(t, g, fault.Blackhole)
	c := dialGate(t, g)
	if _, err := io.WriteString(c, "GET "+s.URL+"/x HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	for wait := pacetest.For(t, 5*time.Second, "the log to name the request"); len(g.Log()) == 0; time.Sleep(time.Millisecond) {
		wait.Over(t)
	}
}
