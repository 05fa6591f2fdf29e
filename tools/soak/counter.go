package soak

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
)

// counter is one till of a shop in the campaign of sales: its own browser, its own line,
// its own tables.
type counter struct {
	*terminal
	front *front

	fault   fault.Name // in force, empty online
	drafts  []draft
	waiting bool // something was sold or put since the server was last well
}

// draft is an open order; lost says that the last send of it was not answered.
type draft struct {
	uuid string
	lost bool
}

// fresh makes the till one that was never here.
func (c *counter) fresh(ctx context.Context) error {
	c.fault, c.drafts, c.waiting, c.filled = "", nil, false, false
	c.front.feed(nil)
	return c.wipe(ctx)
}

// comesReady makes it one that sells. A till has had its log-in for hours; a kill takes
// a cookie of the last seconds.
func (c *counter) comesReady(ctx context.Context) error {
	if err := c.browser.Close(ctx); err != nil {
		return err
	}
	if err := c.launch(ctx); err != nil {
		return err
	}
	if err := c.ready(ctx); err != nil {
		return err
	}
	return odooui.OpenRegister(ctx, c.page)
}

// sendAll makes all well again and waits until nothing waits.
func (c *counter) sendAll(ctx context.Context) error {
	c.front.feed(nil)
	c.fault = ""
	if err := c.gate.Restore(); err != nil {
		return err
	}
	var waits string
	ask := func() error { return c.page.Call(ctx, waitsJS, []any{sentWithin.Milliseconds()}, &waits) }
	err := ask()
	if errors.Is(err, chrome.ErrNavigated) { // to a newer session, of which it learns now
		if _, err = odooui.WaitUp(ctx, c.page, odooui.Want{Config: c.shop.Config}, upWithin); err == nil || c.saysWhere(ctx) {
			err = ask()
		}
	}
	if err != nil {
		return fmt.Errorf("waiting until nothing waits: %w", err)
	}
	if waits != "" {
		return fmt.Errorf("after %v with a server that is well there waits %s", sentWithin, waits)
	}
	c.waiting = false
	return nil
}

// saysWhere answers where a cash move belongs that was made on a page whose session the
// office had closed: the cashier knows.
func (c *counter) saysWhere(ctx context.Context) (asked bool) {
	const press = `((button) => Boolean(button && (button.click(), true)))(document.querySelector(".poswarm-question [data-poswarm-choice=here]"))`
	return c.page.Eval(ctx, press, &asked) == nil && asked
}

func (c *counter) hasTables() bool { return len(c.drafts) > 0 }

func (c *counter) end() error { return errors.Join(c.terminal.close(), c.front.close()) }

// openSecond has a second till at the same point of sale, as two cashiers of one
// counter have it.
func (d *day) openSecond(ctx context.Context) error {
	front, err := openFront(d.front.target)
	if err != nil {
		return err
	}
	shop := *d.shop
	shop.URL = front.address
	profile, err := d.scratch.Make("terminal")
	if err != nil {
		return errors.Join(err, front.close())
	}
	till, err := openTerminal(ctx, &shop, profile)
	if err != nil {
		return errors.Join(err, front.close())
	}
	second := &counter{terminal: till, front: front}
	d.counters = append(d.counters, second)
	if err := second.logIn(ctx); err != nil {
		return fmt.Errorf("log in at the second terminal: %w", err)
	}
	return second.comesReady(ctx)
}

// alone ends the second till.
func (d *day) alone() (err error) {
	for _, one := range d.counters {
		if one != d.first {
			err = errors.Join(err, one.end())
		}
	}
	d.counter, d.counters = d.first, []*counter{d.first}
	return err
}

// otherTerminal goes to the other till, whatever goes on at this one.
func (d *day) otherTerminal(ctx context.Context, _ *rand.Rand) error {
	if len(d.counters) == 1 {
		if err := d.openSecond(ctx); err != nil {
			return err
		}
	}
	d.counters = append(d.counters[1:], d.counters[0])
	d.counter = d.counters[0]
	return nil
}

// anywhere says whether something is so at one of the tills.
func (d *day) anywhere(so func(*counter) bool) bool { return slices.ContainsFunc(d.counters, so) }
