// Package pacetest has the waits of tests: their limits are those of the reference
// machine, counted in the time that the test and its browsers had.
package pacetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"poswarm/internal/pace"
)

// Long is a limit on this machine.
func Long(limit time.Duration) time.Duration {
	return time.Duration(float64(limit) * pace.Scale())
}

// Within is a context for one wait.
func Within(t testing.TB, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := Limit(limit)
	t.Cleanup(cancel)
	return ctx
}

// Limit is Within where no test is at hand.
func Limit(limit time.Duration) (context.Context, context.CancelFunc) {
	return pace.Own().Within(context.Background(), Long(limit))
}

// Wait is one wait that looks again and again.
type Wait struct {
	what string
	ctx  context.Context
}

// For begins to wait for something.
func For(t testing.TB, limit time.Duration, what string) *Wait {
	t.Helper()
	return &Wait{what, Within(t, limit)}
}

// Over ends the test when the time is over.
func (w *Wait) Over(t testing.TB) {
	t.Helper()
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
}

// Err says what was waited for in vain, and how starved the wait was; nil while
// there is time.
func (w *Wait) Err() error {
	if w.ctx.Err() == nil {
		return nil
	}
	return fmt.Errorf("waiting for %s: %w", w.what, context.Cause(w.ctx))
}

// Watch measures how long something takes.
type Watch struct{ from pace.Mark }

// Start begins to measure.
func Start() Watch { return Watch{pace.Own().Mark()} }

// Longer reports whether more time than the limit has passed.
func (w Watch) Longer(limit time.Duration) bool { return w.spent().Had() > Long(limit) }

func (w Watch) String() string { return w.spent().String() }

func (w Watch) spent() pace.Spent { return pace.Own().Since(w.from) }

// Starved reports whether what did not happen since then proves nothing.
func (w Watch) Starved() bool { return w.spent().Starved() }

// StarvedFor is Starved for a part of it that took so long by the clock: all that was
// lost since then may have been lost there.
func (w Watch) StarvedFor(part time.Duration) bool {
	return pace.Spent{Clock: part, Lost: w.spent().Lost}.Starved()
}
