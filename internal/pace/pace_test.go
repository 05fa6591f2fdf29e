// The tests of this package prove that a deadline counts the time that a browser
// had, not the time in which others had the processors.
package pace

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// thief is a source that takes a share of all time.
type thief float64

func (thief) add(int, bool)        {}
func (thief) every() time.Duration { return 10 * time.Millisecond }
func (share thief) since(clock time.Duration) (lost, pressed time.Duration) {
	return time.Duration(float64(share) * float64(clock)), clock
}

func robbed(share float64) *Meter {
	return &Meter{began: time.Now(), at: time.Now(), source: thief(share)}
}

// A limit is the time that was had: of a robbed one it takes as much longer by the
// clock, and an end there is all the same.
func TestLimitIsTheTimeThatWasHad(t *testing.T) {
	t.Parallel()
	const limit = 200 * time.Millisecond
	for _, c := range []struct {
		meter   *Meter
		least   time.Duration
		starved bool
	}{
		{nil, limit, false},
		{robbed(0), limit, false},
		{robbed(0.75), 4 * limit, true},
		{robbed(1), most * limit, true},
	} {
		began := time.Now()
		ctx, cancel := c.meter.Within(t.Context(), limit)
		<-ctx.Done()
		// What was lost before is known as of the last look.
		if took := time.Since(began); took < c.least*3/4 {
			t.Errorf("%v: over after %s, want %s", c.meter, took, c.least)
		}
		late, ok := errors.AsType[*Late](context.Cause(ctx))
		if !ok || !errors.Is(context.Cause(ctx), context.DeadlineExceeded) || ctx.Err() != context.DeadlineExceeded {
			t.Fatalf("%v: %v, cause %v", c.meter, ctx.Err(), context.Cause(ctx))
		}
		if late.Spent.Starved() != c.starved || strings.Contains(late.Error(), "without a processor") != c.starved {
			t.Errorf("starved %t: %v", late.Spent.Starved(), late)
		}
		// Who derives a context from it is told the same, and not that somebody left.
		child, end := context.WithTimeout(ctx, time.Hour)
		<-child.Done()
		if child.Err() != context.DeadlineExceeded || context.Cause(child) != context.Cause(ctx) {
			t.Errorf("derived: %v, cause %v", child.Err(), context.Cause(child))
		}
		end()
		cancel()
	}
}

// A caller who leaves is no deadline, and nothing of the wait stays.
func TestCallerWhoLeaves(t *testing.T) {
	t.Parallel()
	m := robbed(0.5)
	ctx, cancel := m.Within(t.Context(), time.Hour)
	cancel()
	<-ctx.Done()
	if ctx.Err() != context.Canceled {
		t.Errorf("cancelled: %v", ctx.Err())
	}
	parent, leave := context.WithCancel(t.Context())
	ctx, cancel = m.Within(parent, time.Hour)
	leave()
	<-ctx.Done()
	cancel()
	if ctx.Err() != context.Canceled {
		t.Errorf("the parent cancelled: %v", ctx.Err())
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.watched != 0 {
		t.Errorf("%d waits are still watched", m.watched)
	}
}

// A time that began before the call ends so much sooner.
func TestWithinSince(t *testing.T) {
	t.Parallel()
	for _, m := range []*Meter{nil, robbed(0.5)} {
		from := m.Mark()
		time.Sleep(100 * time.Millisecond) // the time that passes is what is tested
		began := time.Now()
		ctx, cancel := m.WithinSince(t.Context(), from, 100*time.Millisecond)
		<-ctx.Done()
		cancel()
		if m == nil && time.Since(began) > 50*time.Millisecond {
			t.Errorf("its time was over, and it lasted %s", time.Since(began))
		}
		if had := m.Since(from).Had(); had < 100*time.Millisecond-fresh {
			t.Errorf("ended after %s", had)
		}
	}
}

func TestSpentSays(t *testing.T) {
	for _, c := range []struct {
		spent   Spent
		starved bool
		says    string
	}{
		{Spent{Clock: 10 * time.Second}, false, "10s by the clock"},
		{Spent{Clock: 20 * time.Second, Lost: 3 * time.Second}, false, "20s by the clock, 3s of them without a processor (15 %)"},
		{Spent{Clock: 300 * time.Millisecond, Lost: 200 * time.Millisecond}, false, "300ms by the clock, 200ms of them without a processor (67 %)"},
		{Spent{Clock: 23100 * time.Millisecond, Lost: 13300 * time.Millisecond, Pressed: 21 * time.Second, Late: 1340 * time.Millisecond}, true,
			"23.1s by the clock, 13.3s of them without a processor (58 %; pressure 91 %; the browser answered up to 1.3s late)"},
	} {
		if c.spent.Starved() != c.starved || c.spent.String() != c.says {
			t.Errorf("starved %t: %s", c.spent.Starved(), c.spent)
		}
	}
}

// Where the system does not tell, late sleeps and late answers do.
func TestPulse(t *testing.T) {
	if lost, _ := (pulse{}).since(beat + jitter/2); lost > 0 {
		t.Errorf("a timer's own jitter counts as %s", lost)
	}
	if lost, _ := (pulse{}).since(500 * time.Millisecond); lost < 400*time.Millisecond {
		t.Errorf("a sleep of %s lasted 500ms, and only %s were lost", beat, lost)
	}
	m := &Meter{began: time.Now().Add(-10 * time.Second), at: time.Now(), source: pulse{}}
	m.Answered(4 * time.Second)
	if s := m.Since(Mark{}); !s.Starved() || s.Late != 4*time.Second {
		t.Errorf("an answer that came 4s late: %s", s)
	}
}

func TestScale(t *testing.T) {
	if c := Calibrate(); c < 0.05 || c > 100 {
		t.Errorf("one core is %.2f times slower than the reference", c)
	}
}
