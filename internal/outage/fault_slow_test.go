package outage

// These tests prove that a slow line is one line for all, and left at once.

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"poswarm/internal/fault"
)

// TestSlowLineIsSharedByAll: two at a time take as long as both together, and
// what the target is asked is all there.
func TestSlowLineIsSharedByAll(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	const bandwidth = 2_000_000 // whole is 500,000 bytes
	follow(t, g, fault.Plan{Fault: fault.Slow, Bandwidth: bandwidth})
	began := time.Now()
	var both sync.WaitGroup
	for range 2 {
		c := client(t, g)
		both.Go(func() {
			if f := fetch(t, c, target.String()+"/x", 10*time.Second); !f.whole() {
				t.Errorf("%d bytes, %v", len(f.body), f.err)
			}
		})
	}
	both.Wait()
	least := time.Duration(2*len(whole)-bandwidth/burstsASecond) * time.Second / bandwidth
	if took := time.Since(began); took < least {
		t.Errorf("two files took %v, the line lets them through in %v", took, least)
	}
	if hits.Load() != 2 || g.Served() != 2 || g.Fault() != fault.Slow || fault.Slow.Silent() || !fault.Slow.LetsThrough() {
		t.Errorf("%d hits, %d served under %s", hits.Load(), g.Served(), g.Fault())
	}
	for _, e := range g.Log() {
		if e.Fault != fault.Slow || e.Action != Forwarded {
			t.Errorf("log: %+v", e)
		}
	}
}

// TestSlowUpload: the line is as slow towards the target.
func TestSlowUpload(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, "%d %v", n, err)
	}))
	t.Cleanup(s.Close)
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	g := openGate(t, target, true)
	follow(t, g, fault.Plan{Fault: fault.Slow, Bandwidth: 1_000_000})
	began := time.Now()
	if status, body, _ := ask(t, client(t, g), "POST", s.URL, "text/plain", whole); status != 200 || body != "500000 <nil>" {
		t.Errorf("%d %s", status, body)
	}
	if took := time.Since(began); took < 390*time.Millisecond {
		t.Errorf("half a megabyte went up in %v", took)
	}
}

// TestSlowLineIsLeftAtOnce: whoever waits on it is ended by the next change.
func TestSlowLineIsLeftAtOnce(t *testing.T) {
	target, hits := numbers(t)
	for name, p := range map[string]fault.Plan{"bandwidth": {Fault: fault.Slow, Bandwidth: 2000}, "latency": {Fault: fault.Slow, Latency: time.Hour}} {
		g := openGate(t, target, true)
		follow(t, g, p)
		held, c, n := make(chan fetched), client(t, g), hits.Load()
		go func() { held <- fetch(t, c, target.String()+"/x", 20*time.Second) }()
		if p.Latency == 0 {
			for hits.Load() == n {
				time.Sleep(time.Millisecond)
			}
		} else {
			for len(g.Log()) == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		restore(t, g)
		if f := <-held; f.err == nil {
			t.Errorf("%s: the whole answer came", name)
		}
		if f := fetch(t, c, target.String()+"/x", 10*time.Second); !f.whole() {
			t.Errorf("%s: restored: %v", name, f.err)
		}
	}
}

func TestLatencyIsAddedToEveryRequest(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		follow(t, g, fault.Plan{Fault: fault.Slow, Latency: 150 * time.Millisecond})
		c := client(t, g)
		for range 2 {
			began := time.Now()
			status, _, _ := ask(t, c, "GET", s.URL+"/x", "", "")
			if took := time.Since(began); status != 404 || took < 150*time.Millisecond {
				t.Errorf("https %t: %d after %v", secure, status, took)
			}
		}
	}
}
