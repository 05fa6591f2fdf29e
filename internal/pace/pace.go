// Package pace knows how starved a browser, and this process beside it, are of
// processor time. A deadline that is counted in the time that they had means the
// same on a busy machine as on an idle one: what did not happen in time on the
// first says nothing of what was waited for.
//
// On Linux the kernel itself tells for each thread how long it ran and how long it
// could have run and had to wait (/proc/PID/task/TID/schedstat). Of the waiting
// only as much counts as others used the processors: a page whose own threads
// stand in each other's way is slow by itself. Elsewhere a pulse tells: how late
// this process wakes from a sleep, and how late the browser process, which never
// computes for long, answers. No timer in a page or its worker is asked: it comes
// late as well where the page computes, and that would excuse it.
package pace

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// fresh is how old a look may be to serve for another one: it costs some
	// milliseconds.
	fresh = 20 * time.Millisecond
	// most bounds how much longer than its limit a wait becomes, by the clock.
	most = 10
)

// Meter counts the time that processes had. A nil one takes the clock for it.
type Meter struct {
	began time.Time

	mu      sync.Mutex
	source  source
	watched int // who wants looks to be taken
	timer   *time.Timer
	at      time.Time // of the last look
	lost    time.Duration
	pressed time.Duration // in which something on this machine waited for a processor
	late    []lateness    // answers of the browser process
}

// lateness is an answer that came late.
type lateness struct {
	at time.Time
	by time.Duration
}

// source tells what happened since it was last asked, clock being the time since.
type source interface {
	add(pid int, offspring bool)
	since(clock time.Duration) (lost, pressed time.Duration)
	// every is the longest pause between two questions.
	every() time.Duration
}

// Watch counts for this process, and for the browsers that are added, until Close.
func Watch() *Meter {
	m := newMeter(false)
	m.hold()
	return m
}

// Own counts for this process and all that it started. Looks are taken only while
// something is waited for.
var Own = sync.OnceValue(func() *Meter { return newMeter(true) })

// Close ends the looking; what was counted stays.
func (m *Meter) Close() {
	if m != nil {
		m.letGo()
	}
}

// Add counts for a browser as well: the process, and all that it starts.
func (m *Meter) Add(pid int) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.source.add(pid, true)
}

// Answered takes note of how late the browser process answered.
func (m *Meter) Answered(late time.Duration) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.late = append(m.late, lateness{time.Now(), late})
}

// Mark is a moment from which time is counted.
type Mark struct {
	at            time.Time
	lost, pressed time.Duration
}

// Time is when it was.
func (k Mark) Time() time.Time { return k.at }

// Mark is now.
func (m *Meter) Mark() Mark {
	if m == nil {
		return Mark{at: time.Now()}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.look()
	return Mark{time.Now(), m.lost, m.pressed}
}

// recent is now, as far as the lost time is known: a look for each wait of a test
// would cost more than the test.
func (m *Meter) recent() Mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.at) > m.source.every() {
		m.look()
	}
	return Mark{time.Now(), m.lost, m.pressed}
}

// Since is what became of the time since the mark, the zero value of which stands
// for the start of the meter.
func (m *Meter) Since(k Mark) Spent {
	if m == nil {
		return Spent{Clock: time.Since(k.at)}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.look()
	if k.at.IsZero() {
		k.at = m.began
	}
	s := Spent{Clock: time.Since(k.at), Lost: m.lost - k.lost, Pressed: m.pressed - k.pressed}
	var sum time.Duration
	for _, answer := range m.late {
		if answer.at.After(k.at) {
			sum += answer.by
			s.Late = max(s.Late, answer.by)
		}
	}
	if _, blind := m.source.(pulse); blind {
		s.Lost = min(max(s.Lost, sum), s.Clock)
	}
	return s
}

// Now is the time of a clock that stands still while the processes are kept from
// running, as it was at the last look.
func (m *Meter) Now() time.Time {
	if m == nil {
		return time.Now()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Now().Add(-m.lost)
}

// Within is a context that ends when limit has passed of the time that the
// processes had, or a multiple of it by the clock. Its cause is a *Late then.
func (m *Meter) Within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if m == nil {
		return context.WithTimeoutCause(ctx, limit, &Late{Limit: limit, Spent: Spent{Clock: limit}})
	}
	m.hold()
	return m.within(ctx, limit, m.recent(), sync.OnceFunc(m.letGo))
}

// WithinSince is Within for a time that began at the mark.
func (m *Meter) WithinSince(ctx context.Context, k Mark, limit time.Duration) (context.Context, context.CancelFunc) {
	if m == nil {
		return context.WithDeadlineCause(ctx, k.at.Add(limit), &Late{Limit: limit, Spent: Spent{Clock: limit}})
	}
	m.hold()
	return m.within(ctx, limit, k, sync.OnceFunc(m.letGo))
}

func newMeter(offspring bool) *Meter {
	m := &Meter{began: time.Now(), at: time.Now(), source: newSource()}
	m.source.add(self(), offspring)
	return m
}

// hold has looks taken until letGo is called as often.
func (m *Meter) hold() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.watched++; m.watched == 1 {
		m.timer = time.AfterFunc(m.source.every(), m.tick)
	}
}

func (m *Meter) letGo() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.watched--; m.watched == 0 {
		m.timer.Stop()
	}
}

func (m *Meter) tick() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.watched > 0 {
		m.look()
		m.timer.Reset(m.source.every())
	}
}

// look asks the source, with the lock held.
func (m *Meter) look() {
	clock := time.Since(m.at)
	if clock < fresh {
		return
	}
	m.at = m.at.Add(clock)
	lost, pressed := m.source.since(clock)
	m.lost += min(max(lost, 0), clock)
	m.pressed += min(max(pressed, 0), clock)
}

// Spent is what became of some time.
type Spent struct {
	Clock time.Duration
	// Lost is the part in which the processes wanted a processor and others had it.
	Lost time.Duration
	// Pressed is the part in which anything on this machine waited for a processor;
	// 0 also where the system does not tell.
	Pressed time.Duration
	// Late is the longest that the browser process was late with an answer.
	Late time.Duration
}

// Had is the time that the processes had.
func (s Spent) Had() time.Duration { return s.Clock - s.Lost }

// Starved reports whether what did not happen in that time proves nothing.
func (s Spent) Starved() bool { return s.Lost >= 250*time.Millisecond && s.Lost*5 >= s.Clock }

func (s Spent) String() string {
	text := fmt.Sprintf("%s by the clock", round(s.Clock))
	if s.Lost < 10*time.Millisecond {
		return text
	}
	text += fmt.Sprintf(", %s of them without a processor (%.0f %%", round(s.Lost), 100*s.Lost.Seconds()/s.Clock.Seconds())
	if s.Pressed > 0 {
		text += fmt.Sprintf("; pressure %.0f %%", 100*s.Pressed.Seconds()/s.Clock.Seconds())
	}
	if s.Late > 0 {
		text += fmt.Sprintf("; the browser answered up to %s late", round(s.Late))
	}
	return text + ")"
}

func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

// Late says that a time was over.
type Late struct {
	Limit time.Duration
	Spent Spent
}

func (e *Late) Error() string {
	if e.Spent.Lost < 10*time.Millisecond {
		return fmt.Sprintf("no answer within %s", e.Limit)
	}
	return fmt.Sprintf("no answer within %s: %s", e.Limit, e.Spent)
}

// Is makes it a deadline as any other.
func (e *Late) Is(target error) bool { return target == context.DeadlineExceeded }
