package soak

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

//go:embed js/scan.js
var scanJS string

const (
	// sickLoad is how long a load with a bad answer is looked at.
	sickLoad = 8 * time.Second
	// swallow is what the worker gets for its own work after the load.
	swallow = time.Second
)

// Poison gives a till that holds a whole POS each bad answer during one load
// online. Then the network dies: what comes up must be the good POS, and nothing
// of the bad answer may be kept.
func Poison(ctx context.Context, o Options) (Tally, error) {
	c, err := newCampaign("poison", o)
	if err != nil {
		return Tally{}, err
	}
	frontOf := c.withFronts()
	return c.terminals(ctx, func(ctx context.Context, number int, t *terminal) error {
		f := frontOf(t.shop)
		defer f.close()
		s := sickness{campaign: c, terminal: t, front: f}
		list := poisons()
		c.random("order").Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for i, one := range list {
			if c.over(ctx) {
				break
			}
			if i%max(1, c.o.Terminals) != number || !c.wanted(one.name) || one.upgrade && !t.shop.canUpgrade() {
				continue
			}
			c.count(ctx, one.name, s.play(ctx, one))
		}
		return ctx.Err()
	})
}

// sickness is one till's part of the campaign.
type sickness struct {
	*campaign
	*terminal
	front *front
}

// play is one bad answer. Each starts from a till that was never here, so that
// nothing of another one helps or hurts.
func (s *sickness) play(ctx context.Context, one poison) error {
	s.front.feed(nil)
	if err := s.wipe(ctx); err != nil {
		return err
	}
	if err := s.ready(ctx); err != nil {
		return fmt.Errorf("making the terminal ready: %w", err)
	}
	if one.upgrade {
		if err := s.shop.upgrade(ctx); err != nil {
			return err
		}
	}
	if err := s.page.Navigate(ctx, "about:blank"); err != nil {
		return err
	}
	// Files that did not change come anew too.
	if err := s.browser.ClearHTTPCache(ctx); err != nil {
		return err
	}
	if err := s.swallow(ctx, one); err != nil {
		return err
	}
	s.front.feed(nil)
	if err := s.die(ctx); err != nil {
		return err
	}
	var kept []string
	arg, _ := json.Marshal(marker) // a string always encodes
	if err := s.browser.EvalWorker(ctx, s.shop.origin()+"/pos/", "("+scanJS+")("+string(arg)+")", &kept); err != nil {
		return fmt.Errorf("looking for what was kept: %w", err)
	}
	if len(kept) > 0 {
		return fmt.Errorf("kept: %s", strings.Join(kept, "; "))
	}
	for _, path := range s.shop.pages() {
		err := s.offline(ctx, path)
		if one.quota > 0 && reasonOf(err) == result.ImagesBroken {
			return apart("a POS without some images, which give way on a full disk")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// swallow loads the POS online with the bad answer.
func (s *sickness) swallow(ctx context.Context, one poison) error {
	var asked <-chan struct{}
	if one.quota > 0 {
		if err := s.limit(ctx, one.quota); err != nil {
			return err
		}
		defer func() { _ = s.browser.SetQuota(context.WithoutCancel(ctx), s.shop.origin(), 0) }()
	} else {
		asked = s.front.feed(&one.dose)
	}
	load, cancel := context.WithTimeout(ctx, sickLoad)
	defer cancel()
	err := s.open(load, s.shop.pages()[0]+one.query)
	if _, ok := chrome.IsBrowserPage(err); !ok && err != nil && load.Err() == nil {
		return err
	}
	// However it ends: a bad answer may well be shown, once.
	_, _ = odooui.WaitUp(load, s.page, odooui.Want{Config: s.shop.Config}, sickLoad)
	if asked != nil {
		// Chrome asks for the worker's script a second after a load, or later.
		select {
		case <-asked:
		case <-time.After(sickLoad):
			return fmt.Errorf("waited %s for somebody to ask for the bad answer", sickLoad)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return pace.Sleep(ctx, swallow)
}

// limit leaves the origin so much room to store.
func (s *sickness) limit(ctx context.Context, room int64) error {
	var used int64
	if err := s.browser.EvalWorker(ctx, s.shop.origin()+"/pos/", `navigator.storage.estimate().then(({ usage }) => usage)`, &used); err != nil {
		return err
	}
	return s.browser.SetQuota(ctx, s.shop.origin(), used+room)
}
