package soak

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/demo"
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
func (c Cost) Median() time.Duration { return c.Up[len(c.Up)/2] }

// Costs loads the POS of each shop in turn, so many rounds, in one browser that
// is primed for all of them, and with the network as it is.
func Costs(ctx context.Context, profile string, rounds int, shops map[string]*Shop) (_ []Cost, err error) {
	browser, err := chrome.Launch(ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, browser.Close(context.WithoutCancel(ctx))) }()
	page, err := browser.FirstPage(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range shops {
		names = append(names, name)
	}
	slices.Sort(names)
	all := make([]Cost, len(names))
	for round := -2; round < rounds; round++ { // two to prime, as Odoo's own worker needs
		for i, name := range names {
			shop := shops[name]
			all[i].Name = name
			before := renders(shop)
			up, err := onlineLoad(ctx, page, shop, round == -2)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if round >= 0 {
				all[i].Up = append(all[i].Up, up)
				all[i].Renders += float64(renders(shop)-before) / float64(rounds)
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Up)
	}
	return all, nil
}

// onlineLoad opens the POS and lets its worker finish what it does by itself.
func onlineLoad(ctx context.Context, page *chrome.Page, shop *Shop, first bool) (time.Duration, error) {
	// Cookies know no ports: one log-in at a time.
	t := &till{shop: shop, page: page}
	if err := t.logIn(ctx); err != nil {
		return 0, err
	}
	if err := t.open(ctx, shop.pages()[0]); err != nil {
		return 0, err
	}
	var ms float64
	if err := page.Call(ctx, upJS, []any{60000}, &ms); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, readyWithin, errors.New("the worker does not end its work"))
	defer cancel()
	if err := t.whole(ctx); err != nil {
		return 0, err
	}
	if !first && shop.Worker != demo.WorkerPoswarm {
		// Its own requests after a load find the pages stored from before, so
		// the wait above tells nothing.
		if err := t.rest(ctx); err != nil {
			return 0, err
		}
	}
	return time.Duration(ms * float64(time.Millisecond)), nil
}

// rest waits until the server has rendered no page for a while.
func (t *till) rest(ctx context.Context) error {
	for seen := -1; seen != renders(t.shop) || seen == -1; {
		seen = renders(t.shop)
		select {
		case <-time.After(sweepQuiet / 3):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// renders counts the POS pages that the server made.
func renders(shop *Shop) int {
	if shop.Demo == nil {
		return 0
	}
	return shop.Demo.Log().Count("GET /pos/ui/{config}")
}
