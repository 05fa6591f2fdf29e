package soak

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
)

// steps is how far a full run walks on each till, and stride how often the POS
// is really opened without a server instead of only asking what is held.
const (
	steps  = 200
	stride = 5
)

// RandomWalk does at random what shops do. After every step the worker must
// hold what a reload without a server needs, no write may have passed through
// the worker, and the server must have every sale once.
func RandomWalk(ctx context.Context, o Options) (Tally, error) {
	c, err := newCampaign("random-walk", o)
	if err != nil {
		return Tally{}, err
	}
	return c.terminals(ctx, func(ctx context.Context, number int, t *terminal) error {
		books, err := openBooks(ctx, t.shop)
		if err != nil {
			return err
		}
		w := walk{campaign: c, terminal: t, books: books, sold: map[string]bool{}}
		if err := w.begin(ctx); err != nil {
			return err
		}
		for i := 0; i < steps && !c.over(ctx); i++ {
			name := fmt.Sprintf("till-%d/step-%d", number, i)
			err := w.step(ctx, name, i)
			c.count(ctx, name, err)
			if err != nil && ctx.Err() == nil {
				c.logf("soak: the way there: %s", strings.Join(w.way, " "))
				w.way = nil
				if err := w.begin(ctx); err != nil {
					return err
				}
			}
		}
		return ctx.Err()
	})
}

// walk is one till's way.
type walk struct {
	*campaign
	*terminal
	books *books
	fault fault.Name // in force, empty online
	sold  map[string]bool
	way   []string
}

func (w *walk) begin(ctx context.Context) error {
	w.fault = ""
	if err := w.wipe(ctx); err != nil {
		return err
	}
	return w.ready(ctx)
}

// moves are what can happen. One that needs the server does nothing without.
var moves = []struct {
	name string
	do   func(*walk, context.Context) error
}{
	{"reload", (*walk).reload},
	{"reload", (*walk).reload},
	{"inner-address", func(w *walk, ctx context.Context) error { return w.visit(ctx, w.shop.pages()[1]) }},
	{"from-backend", func(w *walk, ctx context.Context) error { return w.visit(ctx, w.shop.pages()[2]) }},
	{"dead", func(w *walk, ctx context.Context) error { return w.cut(ctx, fault.ServerDead) }},
	{"refused", func(w *walk, ctx context.Context) error { return w.cut(ctx, fault.Refused) }},
	{"502", func(w *walk, ctx context.Context) error { return w.cut(ctx, fault.Status502) }},
	{"portal", func(w *walk, ctx context.Context) error { return w.cut(ctx, fault.Portal) }},
	{"back", (*walk).back},
	{"back", (*walk).back},
	{"upgrade", (*walk).upgrade},
	{"log-in", (*walk).logInAgain},
	{"tab", (*walk).tab},
	{"sell", (*walk).sell},
	{"stop-worker", func(w *walk, ctx context.Context) error { return w.browser.StopWorkers(ctx) }},
}

func (w *walk) step(ctx context.Context, name string, i int) error {
	move := moves[w.random(name).IntN(len(moves))]
	w.way = append(w.way, move.name)
	if err := move.do(w, ctx); err != nil {
		return fmt.Errorf("%s: %w", move.name, err)
	}
	if err := w.check(ctx); err != nil {
		return fmt.Errorf("after %s: %w", move.name, err)
	}
	if i%stride == stride-1 {
		return w.reallyOffline(ctx)
	}
	return nil
}

// check looks at the till without changing it.
func (w *walk) check(ctx context.Context) error {
	held, active, err := w.holds(ctx)
	if err != nil {
		return err
	}
	if !active || !hasCurrent(held) {
		return fmt.Errorf("a reload would not come up: worker active %t, held %+v", active, held)
	}
	for _, r := range w.page.Observed().Responses {
		if r.FromServiceWorker && isWrite(r) {
			return fmt.Errorf("the worker answered %s", r.URL)
		}
	}
	orders, err := w.orders(ctx)
	if err != nil {
		return err
	}
	slices.Sort(orders)
	for i := 1; i < len(orders); i++ {
		if orders[i] == orders[i-1] {
			return fmt.Errorf("order %s is there twice", orders[i])
		}
	}
	return nil
}

// orders are the uuids that the server has. A demo is asked past the log-ins that the
// walk has expired.
func (w *walk) orders(ctx context.Context) (uuids []string, err error) {
	if w.shop.Demo != nil {
		for _, order := range w.shop.Demo.Orders() {
			uuids = append(uuids, order.UUID)
		}
		return uuids, nil
	}
	orders, err := w.books.orders(ctx)
	for _, order := range orders {
		uuids = append(uuids, order.UUID)
	}
	return uuids, err
}

// isWrite reports a call that changes something on the server.
func isWrite(r chrome.Response) bool {
	return slices.ContainsFunc([]string{"/sync_from_ui", "/create", "/write", "/unlink", "/set_opening_control", "/register_new_device_identifier"},
		func(method string) bool { return strings.HasSuffix(r.URL, method) })
}

// reallyOffline opens the POS without a server, and then ends an outage that was
// not there before.
func (w *walk) reallyOffline(ctx context.Context) error {
	if err := w.die(ctx); err != nil {
		return err
	}
	if err := w.offline(ctx, w.shop.pages()[0]); err != nil {
		return fmt.Errorf("without a server: %w", err)
	}
	w.way = append(w.way, "(offline)")
	if w.fault == "" {
		return w.gate.Restore()
	}
	return w.gate.Cut(w.fault)
}

func (w *walk) visit(ctx context.Context, path string) error {
	if err := w.open(ctx, path); err != nil {
		return err
	}
	return w.up(ctx)
}

func (w *walk) reload(ctx context.Context) error {
	if err := w.pressF5(ctx); err != nil {
		return err
	}
	return w.up(ctx)
}

// up waits for the POS; online for the end of the worker's work too, which is
// interrupted by the cut sweep and not here.
func (w *walk) up(ctx context.Context) error {
	_, err := odooui.WaitUp(ctx, w.page, odooui.Want{Config: w.shop.Config, Baseline: w.baseline}, upWithin)
	return err
}

func (w *walk) cut(ctx context.Context, fault fault.Name) error {
	w.fault = fault
	return w.terminal.cut(ctx, fault)
}

func (w *walk) back(context.Context) error {
	w.fault = ""
	return w.gate.Restore()
}

func (w *walk) upgrade(ctx context.Context) error {
	if !w.shop.canUpgrade() {
		return nil
	}
	return w.shop.upgrade(ctx)
}

func (w *walk) logInAgain(ctx context.Context) error {
	if w.fault != "" {
		return nil
	}
	if w.shop.Demo != nil {
		w.shop.Demo.ExpireLogins()
	} else if err := w.open(ctx, "/web/session/logout"); err != nil {
		return err
	}
	if err := w.logIn(ctx); err != nil {
		return err
	}
	return w.visit(ctx, w.shop.pages()[0])
}

// tab opens the POS in a second tab and closes it again.
func (w *walk) tab(ctx context.Context) error {
	page, err := w.browser.NewPage(ctx)
	if err != nil {
		return err
	}
	first := w.page
	w.page = page
	err = w.visit(ctx, w.shop.pages()[0])
	w.page = first
	return errors.Join(err, page.Close(ctx))
}

// sell makes a sale. Online the server must have it, without one the POS's own
// queue keeps it.
func (w *walk) sell(ctx context.Context) error {
	if err := w.visit(ctx, w.shop.pages()[0]); err != nil {
		return err
	}
	order, err := odooui.Sell(ctx, w.page, odooui.Sale{})
	if err != nil {
		return err
	}
	w.sold[order.UUID] = true
	return nil
}
