package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"poswarm/internal/scratch"
)

// Options say how long and on what.
type Options struct {
	// Shop makes the server of one till; the till closes it.
	Shop func(ctx context.Context) (*Shop, error)
	// Others are the workers of the demo to compare with.
	Others []string
	// Seed decides the order of cases and every moment in them.
	Seed uint64
	// Time ends a campaign early; 0 runs every case.
	Time time.Duration
	// Only runs the cases whose name holds it.
	Only string
	// Terminals are browsers at a time.
	Terminals int
	// OneShop says that all of them are at one server, whose books are everybody's.
	OneShop bool
	// Log gets failures and news, for people.
	Log io.Writer
}

// Tally is what a campaign found.
type Tally struct {
	Name            string
	Seed            uint64
	Cases, Failures int
	// Apart counts outcomes that are neither a pass of the promise nor a
	// failure of it, by what they were.
	Apart map[string]int
}

// String is the line of the result.
func (t Tally) String() string {
	return fmt.Sprintf("soak: %s cases=%d failures=%d seed=%d", t.Name, t.Cases, t.Failures, t.Seed)
}

// OK says that something was tried and nothing failed.
func (t Tally) OK() bool { return t.Cases > 0 && t.Failures == 0 }

// campaign runs cases on several tills and counts.
type campaign struct {
	o       Options
	name    string
	scratch *scratch.Dir
	until   time.Time

	mu    sync.Mutex
	tally Tally
}

// errNoCase says that a case could not be made: the load was over before its
// cut, for example. It does not count.
var errNoCase = errors.New("no such case")

// apart is an outcome that is counted by its name.
type apart string

func (a apart) Error() string { return string(a) }

func newCampaign(name string, o Options) (*campaign, error) {
	dir, err := scratch.New()
	if err != nil {
		return nil, err
	}
	c := &campaign{o: o, name: name, scratch: dir, tally: Tally{Name: name, Seed: o.Seed, Apart: map[string]int{}}}
	if o.Time > 0 {
		c.until = time.Now().Add(o.Time)
	}
	return c, nil
}

// random is the chance of one case; it depends on the seed and the name alone.
func (c *campaign) random(name string) *rand.Rand {
	var h uint64 = 14695981039346656037 // FNV-1a
	for _, b := range []byte(name) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(c.o.Seed, h))
}

func (c *campaign) over(ctx context.Context) bool {
	return ctx.Err() != nil || !c.until.IsZero() && time.Now().After(c.until)
}

func (c *campaign) wanted(name string) bool { return strings.Contains(c.name+"/"+name, c.o.Only) }

// logf writes one line of news.
func (c *campaign) logf(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintf(c.o.Log, format+"\n", args...)
}

// count takes the outcome of a case. One that an interrupt ended has none.
func (c *campaign) count(ctx context.Context, name string, err error) {
	if ctx.Err() != nil {
		return
	}
	var a apart
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case errors.Is(err, errNoCase):
		return
	case errors.As(err, &a):
		c.tally.Apart[string(a)]++
	case err != nil:
		c.tally.Failures++
		fmt.Fprintf(c.o.Log, "soak: FAILED %s/%s seed=%d: %v\n", c.name, name, c.o.Seed, err)
	}
	c.tally.Cases++
	if c.tally.Cases%newsEvery == 0 {
		fmt.Fprintf(c.o.Log, "soak: %s: %d cases, %d failures\n", c.name, c.tally.Cases, c.tally.Failures)
	}
}

// newsEvery is after how many cases a waiting person hears something.
const newsEvery = 50

// terminals runs work on as many terminals as were asked for, each on a profile and a
// shop of its own.
func (c *campaign) terminals(ctx context.Context, work func(ctx context.Context, number int, t *terminal) error) (Tally, error) {
	errs := make([]error, max(1, c.o.Terminals))
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = c.terminal(ctx, i, work) })
	}
	group.Wait()
	err := errors.Join(append(errs, c.scratch.Remove())...)
	c.mu.Lock()
	defer c.mu.Unlock()
	for what, n := range c.tally.Apart {
		fmt.Fprintf(c.o.Log, "soak: %s: %d cases ended in %s, counted apart\n", c.name, n, what)
	}
	return c.tally, err
}

func (c *campaign) terminal(ctx context.Context, number int, work func(context.Context, int, *terminal) error) (err error) {
	shop, err := c.o.Shop(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.Close()) }()
	profile, err := c.scratch.Make("terminal")
	if err != nil {
		return err
	}
	t, err := openTerminal(ctx, shop, profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.logIn(ctx); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	return work(ctx, number, t)
}
