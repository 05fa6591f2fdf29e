package soak

import (
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/pace"
	"poswarm/warm"
)

// kills is how many times a full run kills the browser.
const kills = 100

// The work in which a browser is killed.
const (
	killPrime  = "prime"  // the worker brings everything up to date
	killUpdate = "update" // a load after an upgrade
	killCommit = "commit" // the same, around the moment of its commit
)

// KillSweep kills the browser, all its processes at one instant, at random
// moments of the worker's work, and starts it again without a server: the POS
// comes up from the snapshot before or from the new one, and the disk holds a
// current one.
func KillSweep(ctx context.Context, o Options) (Tally, error) {
	c, err := newCampaign("kill-sweep", o)
	if err != nil {
		return Tally{}, err
	}
	return c.terminals(ctx, func(ctx context.Context, number int, t *terminal) error {
		k := killer{campaign: c, terminal: t}
		if err := k.measure(ctx); err != nil {
			return err
		}
		for i := number; i < kills && !c.over(ctx); i += max(1, o.Terminals) {
			phases := []string{killPrime, killUpdate, killCommit}
			if !t.shop.canUpgrade() {
				phases = phases[:1]
			}
			phase := phases[i/max(1, o.Terminals)%len(phases)]
			name := fmt.Sprintf("%s/%d", phase, i)
			if c.wanted(name) {
				c.count(ctx, name, k.play(ctx, name, phase))
			}
		}
		return ctx.Err()
	})
}

// killer is one till's part of the campaign. The till goes from one kill into
// the next as it is.
type killer struct {
	*campaign
	*terminal
	prime, commit time.Duration // how long each takes undisturbed
}

func (k *killer) measure(ctx context.Context) error {
	if err := k.wipe(ctx); err != nil {
		return err
	}
	if err := k.ready(ctx); err != nil {
		return err
	}
	began := time.Now()
	if err := k.work(ctx, killPrime); err != nil {
		return err
	}
	k.prime = time.Since(began)
	if k.shop.canUpgrade() {
		if err := k.shop.upgrade(ctx); err != nil {
			return err
		}
	}
	began = time.Now()
	if err := k.work(ctx, killUpdate); err != nil {
		return err
	}
	k.commit = time.Since(began)
	k.logf("soak: undisturbed, priming takes %v and a load up to its commit %v", k.prime.Round(time.Millisecond), k.commit.Round(time.Millisecond))
	return nil
}

// work is what the kill interrupts.
func (k *killer) work(ctx context.Context, phase string) error {
	if phase == killPrime {
		return warm.PrimeHere(ctx, k.page, k.shop.Config)
	}
	before, _, err := k.holds(ctx)
	if err != nil {
		return err
	}
	if err := k.open(ctx, k.shop.pages()[0]); err != nil {
		return err
	}
	for {
		now, _, err := k.holds(ctx)
		if err != nil || currentOf(now) != currentOf(before) {
			return err
		}
		if err := pace.Sleep(ctx, lookEvery/10); err != nil {
			return err
		}
	}
}

func currentOf(list []holding) string {
	for _, h := range list {
		if h.State == "current" {
			return h.ID
		}
	}
	return ""
}

// play kills once.
func (k *killer) play(ctx context.Context, name, phase string) error {
	if err := k.gate.Restore(); err != nil {
		return err
	}
	if err := k.logIn(ctx); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if phase == killPrime {
		// The page in charge, up, before the worker is asked.
		if err := k.ready(ctx); err != nil {
			return err
		}
	} else if err := k.shop.upgrade(ctx); err != nil {
		return err
	}
	moment := k.moment(name, phase)
	work, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = k.work(work, phase) // it dies with the browser
	}()
	timer := time.NewTimer(moment)
	defer timer.Stop()
	<-timer.C
	if err := k.browser.Kill(ctx); err != nil {
		return err
	}
	cancel()
	<-done
	return k.judge(ctx, moment)
}

// moment is when the browser dies, counted from the start of the work.
func (k *killer) moment(name, phase string) time.Duration {
	r := k.random(name)
	switch phase {
	case killPrime:
		return time.Duration(r.Int64N(int64(k.prime) + 1))
	case killCommit:
		return k.commit*3/4 + time.Duration(r.Int64N(int64(k.commit)/2+1))
	}
	return time.Duration(r.Int64N(int64(k.commit) + 1))
}

// judge starts the browser again on what the kill left, without a server.
func (k *killer) judge(ctx context.Context, moment time.Duration) error {
	if err := k.gate.Cut("server-dead"); err != nil {
		return err
	}
	if err := k.launch(ctx); err != nil {
		return fmt.Errorf("after a kill at %v: %w", moment, err)
	}
	if err := k.browser.ClearHTTPCache(ctx); err != nil {
		return err
	}
	up := k.offline(ctx, k.shop.pages()[0])
	held, _, err := k.holds(ctx)
	if err == nil && !hasCurrent(held) {
		err = errors.New("the disk holds no current snapshot")
	}
	if err = errors.Join(up, err); err != nil {
		return fmt.Errorf("after a kill at %v: %w (held %+v)", moment, err, held)
	}
	return nil
}
