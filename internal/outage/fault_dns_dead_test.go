package outage

// These tests prove that a name takes its time to be not found.

import (
	"testing"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/pace/pacetest"
)

func TestDNSDeadTakesItsTime(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		for _, latency := range []time.Duration{0, 200 * time.Millisecond} {
			follow(t, g, fault.Plan{Fault: fault.DNSDead, Latency: latency})
			watch, began := pacetest.Start(), time.Now()
			status, text, _ := ask(t, client(t, g), "POST", s.URL+"/echo", "", "x")
			if took := time.Since(began); status != 0 || took < latency || watch.Longer(latency+5*time.Second) {
				t.Errorf("https %t: %d %s after %v", secure, status, text, took)
			}
		}
		if s.count() != 0 || g.Served() != 0 {
			t.Errorf("%d reached the server", s.count())
		}
	}
}

// TestDNSDeadIsAskedOnce: the second try of a browser that lost its connection
// is no second look-up.
func TestDNSDeadIsAskedOnce(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	const latency = 400 * time.Millisecond
	follow(t, g, fault.Plan{Fault: fault.DNSDead, Latency: latency})
	took := func(path string) time.Duration {
		began := time.Now()
		ask(t, client(t, g), "POST", s.URL+path, "", "x")
		return time.Since(began)
	}
	if first, again, other := took("/a"), took("/a"), took("/b"); first < latency || again >= latency || other < latency {
		t.Errorf("first %v, the same again %v, another %v", first, again, other)
	}
}
