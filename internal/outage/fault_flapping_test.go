package outage

// These tests prove that a line comes and goes by the clock, or by counting.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"poswarm/internal/fault"
)

// TestFlappingByTheClock sees the line down, up and down again, and what the
// log says about each request is what happened to it.
func TestFlappingByTheClock(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, fault.Plan{Fault: fault.Flapping, By: fault.Status502, Down: 150 * time.Millisecond, Up: 150 * time.Millisecond})
	if g.Fault() != fault.Flapping || g.InForce() != fault.Status502 {
		t.Errorf("it begins with %q", g.InForce())
	}
	deadline := time.Now().Add(10 * time.Second)
	whole := 0
	for _, up := range []bool{false, true, false, true} {
		for {
			f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second)
			if f.whole() {
				whole++
			}
			if f.whole() == up && (up || f.status == 502) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("waited 10s for a line that is up: %t", up)
			}
		}
	}
	log, forwarded := g.Log(), 0
	for _, e := range log {
		if (e.Action == Forwarded) != (e.Fault == "") {
			t.Errorf("log: %+v", e)
		}
		if e.Action == Forwarded {
			forwarded++
		}
	}
	// The line may go down under a request that it has let through.
	if reached := int(hits.Load()); reached < whole || reached > forwarded {
		t.Errorf("%d reached the target, %d answers came back whole, the log let %d through", reached, whole, forwarded)
	}
	cut(t, g, fault.ServerDead)
	time.Sleep(400 * time.Millisecond) // longer than it would have stayed down
	if g.InForce() != fault.ServerDead {
		t.Errorf("the clock of the line before changed it to %q", g.InForce())
	}
}

// TestFlappingByCounting is the same in every run.
func TestFlappingByCounting(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, fault.Plan{Fault: fault.Flapping, By: fault.Status502, Every: 3})
	c := client(t, g)
	var got []string
	for range 7 {
		got = append(got, fmt.Sprint(fetch(t, c, target.String()+"/x", 5*time.Second).status))
	}
	if text := strings.Join(got, " "); text != "200 200 502 200 200 502 200" || hits.Load() != 5 {
		t.Errorf("%s, %d hits", text, hits.Load())
	}
}
