package chrome

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// A page that computes without an end is named, and the browser goes on.
func TestHungPageIsNamed(t *testing.T) {
	t.Parallel()
	p := firstPage(t, open(t, t.TempDir(), func(o *Options) { o.HangLimit = time.Second }))
	visit(t, p, "about:blank") // the window's own page may still be coming
	start := pacetest.Start()
	err := p.Eval(within(t, 30*time.Second), `for (;;);`, nil)
	if !errors.Is(err, ErrHung) || !strings.Contains(err.Error(), "evaluating in the page: the page did not answer for 1s") {
		t.Errorf("an endless loop: %v", err)
	}
	if start.Longer(10 * time.Second) {
		t.Errorf("noticed after %v", start)
	}
	if eval[int](t, p, `1+1`) != 2 {
		t.Error("the page did not come back")
	}
	// Waiting is not hanging.
	if err := p.Responds(within(t, 5*time.Second), time.Second); err != nil {
		t.Errorf("a page at rest: %v", err)
	}
	patient := within(t, 4*time.Second)
	if err := p.Eval(patient, `new Promise(() => {})`, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a promise that waits: %v", err)
	}
	// Nor is a start that takes its time, where that is known.
	slow := WithPatience(within(t, 20*time.Second), 10*time.Second)
	if err := p.Eval(slow, `{ const end = Date.now() + 5000; while (Date.now() < end); }`, nil); err != nil {
		t.Errorf("a page that computes for long: %v", err)
	}
}

// The memory of a page comes to its end.
func TestOutOfMemoryIsACrash(t *testing.T) {
	t.Parallel()
	b := open(t, t.TempDir(), func(o *Options) { o.Flags = []string{"js-flags=--max-old-space-size=64"} })
	p := firstPage(t, b)
	visit(t, p, "about:blank")
	err := p.Eval(within(t, 30*time.Second), `{ const all = []; for (;;) all.push(new Array(1e6).fill(1.5)); }`, nil)
	if !errors.Is(err, ErrCrashed) || !strings.Contains(err.Error(), "the page crashed (out of memory)") {
		t.Errorf("out of memory: %v", err)
	}
}

// A worker that ends under a question is named, and starts again for the next.
func TestDeadWorkerIsNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	pending := make(chan error, 1)
	go func() {
		pending <- b.EvalWorker(within(t, 20*time.Second), s.URL+"/pos/", `self.asked = true, new Promise(() => {})`, nil)
	}()
	var asked bool
	for wait := pacetest.For(t, 10*time.Second, "the question to be asked"); !asked; {
		wait.Over(t)
		if err := b.EvalWorker(within(t, 10*time.Second), s.URL+"/pos/", `!!self.asked`, &asked); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.StopWorkers(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := <-pending; !errors.Is(err, ErrWorkerDied) {
		t.Errorf("the pending question: %v", err)
	}
	var marker string
	if err := b.EvalWorker(within(t, 10*time.Second), s.URL+"/pos/", `self.marker`, &marker); err != nil || marker != "inside" {
		t.Errorf("the next one: %q, %v", marker, err)
	}
}
