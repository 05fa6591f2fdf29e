package soak

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/fault"
	"poswarm/internal/outage"
	"poswarm/internal/pace"
)

//go:embed js/up.js
var upJS string

// Cost is what loads of one server cost online.
type Cost struct {
	Name string
	// Up are the times from a reload to the POS on screen, sorted.
	Up []time.Duration
	// Renders is how often the server rendered the POS page for one load; 0
	// where its log cannot be read.
	Renders float64
}

// Median is the middle of the times.
func (c Cost) Median() time.Duration { return Median(c.Up) }

// Median is the middle of sorted times.
func Median(sorted []time.Duration) time.Duration { return sorted[len(sorted)/2] }

// Costs reloads the POS of each shop in turn, so many rounds, with the network as
// it is, or with each request so long on its way. Each shop has a browser of its
// own, with a profile in the folder dir, that holds all of its POS before the
// first round.
func Costs(ctx context.Context, dir string, rounds int, latency time.Duration, shops map[string]*Shop) (_ []Cost, err error) {
	names := slices.Sorted(maps.Keys(shops))
	all, tills := make([]Cost, len(names)), make([]*terminal, len(names))
	for i, name := range names {
		var t *terminal
		if t, err = online(ctx, shops[name], filepath.Join(dir, strconv.Itoa(i)), latency); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, t.close()) }()
		if err := t.firstLoads(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[i].Name, tills[i] = name, t
	}
	for range rounds {
		for i, t := range tills {
			before := renders(t.shop)
			up, err := t.onlineLoad(ctx, t.page.Reload)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", names[i], err)
			}
			all[i].Up = append(all[i].Up, up)
			all[i].Renders += float64(renders(t.shop)-before) / float64(rounds)
		}
	}
	for i := range all {
		slices.Sort(all[i].Up)
	}
	return all, nil
}

// online is a till that nothing cuts off. Without a latency nothing stands between
// it and the shop.
func online(ctx context.Context, shop *Shop, profile string, latency time.Duration) (*terminal, error) {
	t := &terminal{shop: shop, profile: profile}
	if latency > 0 {
		var err error
		if t.gate, err = outage.Open(outage.Options{Target: shop.URL}); err != nil {
			return nil, fmt.Errorf("opening the gate: %w", err)
		}
		if err := t.gate.Follow(fault.Plan{Fault: fault.Slow, Latency: latency}); err != nil {
			return nil, errors.Join(err, t.close())
		}
	}
	if err := t.launch(ctx); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// firstLoads are two, as Odoo's own worker needs.
func (t *terminal) firstLoads(ctx context.Context) error {
	if err := t.logIn(ctx); err != nil {
		return err
	}
	for range 2 {
		open := func(ctx context.Context) error { return t.open(ctx, t.shop.pages()[0]) }
		if _, err := t.onlineLoad(ctx, open); err != nil {
			return err
		}
	}
	return nil
}

// onlineLoad loads the POS and lets its worker finish what it does by itself.
func (t *terminal) onlineLoad(ctx context.Context, load func(context.Context) error) (time.Duration, error) {
	took, err := t.upAfter(ctx, load, readyWithin)
	if err != nil {
		return 0, err
	}
	if t.shop.Worker == "" {
		return took, nil // nothing goes on behind it
	}
	ctx, cancel := context.WithTimeoutCause(ctx, readyWithin, errors.New("the worker does not end its work"))
	defer cancel()
	if err := t.whole(ctx); err != nil {
		return 0, err
	}
	if t.shop.Worker != demo.WorkerPoswarm {
		// Its own requests after a later load find the pages stored from before,
		// so the wait above tells nothing.
		if err := t.rest(ctx); err != nil {
			return 0, err
		}
	}
	return took, nil
}

// upAfter loads the POS and measures the time from the start of the navigation to the
// POS on screen.
func (t *terminal) upAfter(ctx context.Context, load func(context.Context) error, limit time.Duration) (time.Duration, error) {
	if err := load(ctx); err != nil {
		return 0, err
	}
	var ms float64
	err := t.page.Call(ctx, upJS, []any{limit.Milliseconds()}, &ms)
	return time.Duration(ms * float64(time.Millisecond)), err
}

// rest waits until the server has rendered no page for a while.
func (t *terminal) rest(ctx context.Context) error {
	for seen := -1; seen != renders(t.shop) || seen == -1; {
		seen = renders(t.shop)
		if err := pace.Sleep(ctx, sweepQuiet/3); err != nil {
			return err
		}
	}
	return nil
}

// renders counts the POS pages that the server made, sub-paths included.
func renders(shop *Shop) int {
	if shop.Demo == nil {
		return 0
	}
	log := shop.Demo.Log()
	return log.Count("GET /pos/ui/{config}") + log.Count("GET /pos/ui/{config}/{page}")
}
