package soak

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/fault"
)

// A Way is how a POS comes up.
type Way string

// The ways.
const (
	ColdOnline    Way = "cold start online"  // the browser is started anew
	ReloadOnline  Way = "reload online"      // F5
	ColdOffline   Way = "cold start offline" // the server is dead
	ReloadOffline Way = "reload offline"     // likewise
)

// Ways lists them.
func Ways() []Way { return []Way{ColdOnline, ReloadOnline, ColdOffline, ReloadOffline} }

// Start is what one server's POS takes to come up, by the way.
type Start struct {
	Name string
	// Up are the times from the start of the navigation to the POS on screen, sorted.
	Up map[Way][]time.Duration
}

// Starts brings the POS of each shop up in turn, by each way, so many rounds. Each
// shop has a browser of its own, with a profile in the folder dir, and the gate on
// its way, which costs all the same. A shop whose worker is "" is loaded past it.
// Without the server only our own worker is asked.
func Starts(ctx context.Context, dir string, rounds int, shops map[string]*Shop) (_ []Start, err error) {
	names := slices.Sorted(maps.Keys(shops))
	all, tills := make([]Start, len(names)), make([]*terminal, len(names))
	for i, name := range names {
		t, err := openTerminal(ctx, shops[name], filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, t.close()) }()
		if err := t.past(ctx); err != nil {
			return nil, err
		}
		if err := t.firstLoads(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[i], tills[i] = Start{Name: name, Up: map[Way][]time.Duration{}}, t
	}
	for range rounds {
		for i, t := range tills {
			if err := t.starts(ctx, all[i].Up); err != nil {
				return nil, fmt.Errorf("%s: %w", names[i], err)
			}
		}
	}
	for i := range all {
		for _, up := range all[i].Up {
			slices.Sort(up)
		}
	}
	return all, nil
}

// past has the page go past any worker, where none is to be measured.
func (t *terminal) past(ctx context.Context) error {
	if t.shop.Worker != "" {
		return nil
	}
	return t.page.PastWorker(ctx)
}

// starts comes up once by each way.
func (t *terminal) starts(ctx context.Context, up map[Way][]time.Duration) error {
	open := func(ctx context.Context) error { return t.open(ctx, t.shop.pages()[0]) }
	measure := func(way Way, load func(context.Context) error) error {
		took, err := t.onlineLoad(ctx, load)
		if err != nil {
			return fmt.Errorf("%s: %w", way, err)
		}
		up[way] = append(up[way], took)
		return nil
	}
	if err := t.again(ctx); err != nil {
		return err
	}
	if err := errors.Join(measure(ColdOnline, open), measure(ReloadOnline, t.page.Reload)); err != nil {
		return err
	}
	if t.shop.Worker != demo.WorkerPoswarm {
		return nil
	}
	if err := t.again(ctx); err != nil {
		return err
	}
	if err := t.cut(ctx, fault.ServerDead); err != nil {
		return err
	}
	for _, one := range []struct {
		way  Way
		load func(context.Context) error
	}{{ColdOffline, open}, {ReloadOffline, t.page.Reload}} {
		took, err := t.upAfter(ctx, one.load, upWithin)
		if err != nil {
			return fmt.Errorf("%s: %w", one.way, err)
		}
		up[one.way] = append(up[one.way], took)
	}
	return t.gate.Restore()
}

// again starts the browser anew on the same profile, as a kiosk does in the morning.
func (t *terminal) again(ctx context.Context) error {
	if err := t.browser.Close(ctx); err != nil {
		return fmt.Errorf("ending the browser: %w", err)
	}
	if err := t.launch(ctx); err != nil {
		return err
	}
	return t.past(ctx)
}
