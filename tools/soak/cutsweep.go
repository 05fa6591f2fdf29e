package soak

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
	"poswarm/internal/outage"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

// The loads that are cut.
const (
	firstLoad   = "first"   // on a till that was never here
	secondLoad  = "second"  // nothing has changed
	upgradeLoad = "upgrade" // every hash has changed
)

// cutFaults are what a load runs into.
var cutFaults = []fault.Name{fault.Refused, fault.Reset, fault.Blackhole, fault.Status502, fault.Portal}

// cutCase is one moment of one load.
type cutCase struct {
	load   string
	after  int
	inBody bool
	fault  fault.Name
}

func (c cutCase) name() string {
	where := "after"
	if c.inBody {
		where = "body"
	}
	return fmt.Sprintf("%s/%d/%s/%s", c.load, c.after, where, c.fault)
}

const (
	// lingerLimit is the longest that a cashier looks at a load that was cut.
	lingerLimit = 1500 * time.Millisecond
	// sweepQuiet ends a load that had fewer responses than its case wants.
	sweepQuiet = 1500 * time.Millisecond
	// untold is a number of responses that no load has.
	untold = 1 << 30
)

// CutSweep cuts each kind of load after each of its responses and in the middle
// of each body, lets the network die, and opens the POS at three addresses.
func CutSweep(ctx context.Context, o Options) (Tally, error) {
	c, err := newCampaign("cut-sweep", o)
	if err != nil {
		return Tally{}, err
	}
	// The loads differ by a response or two from time to time: one till tells
	// all what the cases are.
	var once sync.Once
	var cases []cutCase
	return c.terminals(ctx, func(ctx context.Context, number int, t *terminal) error {
		s := sweep{campaign: c, terminal: t}
		var err error
		once.Do(func() { cases, err = s.cases(ctx) })
		if err != nil {
			return err
		}
		for i, one := range cases {
			if c.over(ctx) {
				break
			}
			if i%max(1, o.Terminals) != number || !c.wanted(one.name()) {
				continue
			}
			c.count(ctx, one.name(), s.play(ctx, one))
		}
		return ctx.Err()
	})
}

// sweep is one till's part of the campaign.
type sweep struct {
	*campaign
	*terminal
	// primed says that the last case has just proven that the till holds a
	// complete POS. It then goes into the next outage as it is, as tills do.
	primed bool
}

// cases measures each load once and lists its moments, in the seed's order:
// each kind in turn, so that a short run sees all.
func (s *sweep) cases(ctx context.Context) ([]cutCase, error) {
	var kinds [][]cutCase
	for _, load := range s.loads() {
		if !slices.ContainsFunc(allMoments(load, 199), func(c cutCase) bool { return s.wanted(c.name()) }) {
			continue
		}
		if err := s.prepare(ctx, load); err != nil {
			return nil, fmt.Errorf("before the %s load: %w", load, err)
		}
		trap, err := s.gate.Set(outage.Trap{Fault: fault.Reset, After: untold})
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if err := s.open(ctx, s.shop.pages()[0]); err != nil {
			return nil, err
		}
		if _, err := odooui.WaitUp(ctx, s.page, odooui.Want{Config: s.shop.Config}, readyWithin); err != nil {
			return nil, fmt.Errorf("the %s load: %w", load, err)
		}
		if err := s.whole(ctx); err != nil {
			return nil, err
		}
		n := trap.Begun()
		s.logf("soak: %s load: %d responses in %v", load, n, time.Since(began).Round(time.Millisecond))
		list := allMoments(load, n)
		s.random(load).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		kinds = append(kinds, list)
	}
	s.primed = false
	return interleave(kinds, 8), nil
}

func (s *sweep) loads() []string {
	list := []string{secondLoad}
	if s.shop.canUpgrade() {
		list = append(list, upgradeLoad)
	}
	if s.shop.Worker == demo.WorkerPoswarm {
		// Of the others none says what it holds after a first load.
		list = append(list, firstLoad)
	}
	return list
}

func allMoments(load string, responses int) []cutCase {
	var list []cutCase
	for after := 1; after <= responses; after++ {
		for _, inBody := range []bool{false, true} {
			for _, fault := range cutFaults {
				list = append(list, cutCase{load, after, inBody, fault})
			}
		}
	}
	return list
}

// interleave takes a few of each list in turn. The fewer changes of kind, the
// fewer tills have to be made ready anew.
func interleave(lists [][]cutCase, few int) []cutCase {
	var out []cutCase
	for done := false; !done; {
		done = true
		for i := range lists {
			n := min(few, len(lists[i]))
			out, lists[i] = append(out, lists[i][:n]...), lists[i][n:]
			done = done && len(lists[i]) == 0
		}
	}
	return out
}

// prepare brings the till into the state before the load.
func (s *sweep) prepare(ctx context.Context, load string) error {
	if load == firstLoad {
		s.primed = false
		return s.wipe(ctx)
	}
	if !s.primed {
		if err := s.wipe(ctx); err != nil {
			return err
		}
		if err := s.ready(ctx); err != nil {
			return err
		}
		s.primed = true
	}
	if err := s.page.Navigate(ctx, "about:blank"); err != nil {
		return err
	}
	if load == upgradeLoad {
		return s.shop.upgrade(ctx)
	}
	return nil
}

// play is one case.
func (s *sweep) play(ctx context.Context, one cutCase) (err error) {
	if err := s.prepare(ctx, one.load); err != nil {
		s.primed = false
		return fmt.Errorf("making the terminal ready: %w", err)
	}
	trap, err := s.gate.Set(outage.Trap{Fault: one.fault, After: one.after, InBody: one.inBody})
	if err != nil {
		return err
	}
	if err := s.cutLoad(ctx, trap, one); err != nil {
		return err
	}
	defer func() { s.primed = err == nil && one.load != firstLoad }()
	held, active, err := s.holds(ctx)
	if err != nil {
		return err
	}
	if err := s.die(ctx); err != nil {
		return err
	}
	must := one.load != firstLoad || hasCurrent(held)
	var found apart
	for _, path := range s.shop.pages() {
		err := s.offline(ctx, path)
		var images *gaps
		switch reason := reasonOf(err); {
		case err == nil:
		case !must && reason == result.EmergencyPage:
			found = "the emergency page, for want of a complete snapshot"
		case !must && !active && reason == result.BrowserErrorPage:
			found = "the browser's own error page, for want of a worker"
		case one.load == firstLoad && errors.As(err, &images):
			found = "a POS without all its images, which had not come yet"
		default:
			return fmt.Errorf("%s: %w (held %+v, worker active %t)", path, err, held, active)
		}
	}
	if found != "" {
		return found
	}
	return nil
}

// cutLoad loads the POS into the trap and looks at it for a while.
func (s *sweep) cutLoad(ctx context.Context, trap *outage.Trap, one cutCase) error {
	load, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.open(load, s.shop.pages()[0]) // however it ends, the reloads tell
	}()
	defer func() { <-done }()
	if err := s.springs(ctx, trap); err != nil {
		cancel()
		return err
	}
	linger := time.Duration(s.random(one.name()).Int64N(int64(lingerLimit)))
	err := pace.Sleep(ctx, linger)
	cancel()
	return err
}

// springs waits for the cut. A load that falls silent before has no such moment.
func (s *sweep) springs(ctx context.Context, trap *outage.Trap) error {
	for seen := -1; ; {
		n := trap.Begun()
		if n == seen {
			return errNoCase
		}
		seen = n
		select {
		case <-trap.Sprung():
			return nil
		case <-time.After(sweepQuiet):
		case <-ctx.Done():
			return errors.Join(errNoCase, ctx.Err())
		}
	}
}
