package soak

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
)

//go:embed js/shop.js
var shopJS string

//go:embed js/clock.js
var clockJS string

//go:embed js/waits.js
var waitsJS string

const (
	// salesOfAFullRun ends a campaign without a limit of time.
	salesOfAFullRun = 10_000
	// stretches is more than a till ever plays.
	stretches = 100_000
	// actions is how much happens between two looks into the server's books.
	actions = 15
	// sentWithin is how long a till may take to bring all to a server that is well.
	sentWithin = 60 * time.Second
	// enoughSales is how many reach every rare point.
	enoughSales = 500
)

// Sales has tills sell while everything goes wrong that goes wrong in shops: the
// network in its ways, answers that get lost after the server did its work, reloads,
// browsers that end or are killed, settings and sessions that change in the office.
// What happened is noted as it was told to the cashier. After some actions all is
// well again, and the server's books must have every receipt exactly once. A case is
// a sale; the checker knows nothing of the page.
func Sales(ctx context.Context, o Options) (Tally, error) {
	if o.OneShop {
		o.Terminals = 1 // a receipt of another till's would be one that nobody has
	}
	c, err := newCampaign("sales", o)
	if err != nil {
		return Tally{}, err
	}
	frontOf := c.withFronts()
	reached := map[string]int{}
	tally, err := c.terminals(ctx, func(ctx context.Context, number int, t *terminal) error {
		front := frontOf(t.shop)
		defer front.close()
		books, err := openBooks(ctx, t.shop)
		if err != nil {
			return err
		}
		first := &counter{terminal: t, front: front}
		d := &day{campaign: c, first: first, counter: first, books: books, reached: reached}
		return errors.Join(d.work(ctx, number), d.alone())
	})
	c.tellReached(reached)
	if missing := neverReached(reached); err == nil && tally.Cases >= enoughSales && missing != "" {
		err = fmt.Errorf("never reached: %s", missing)
	}
	return tally, err
}

// work is the whole day.
func (d *day) work(ctx context.Context, number int) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	if number == 0 {
		if err := d.playKnown(ctx); err != nil {
			return err
		}
	}
	for i := 0; i < stretches && !d.over(ctx) && !d.sold(); i++ {
		name := fmt.Sprintf("till-%d/stretch-%d", number, i)
		if !d.wanted(name) {
			continue
		}
		if err := d.stretch(ctx, name, plan(d.random(name))); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// sold says that a run without a limit of time is over.
func (c *campaign) sold() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tally.Cases >= salesOfAFullRun
}

// The rare points: a campaign that does not get there proves little.
const (
	soldAway      = "a sale without the server"
	answerLost    = "an answer lost after the server's work"
	reloadWaiting = "a reload with sales that wait"
	killWaiting   = "a kill with sales that wait"
	resetWaiting  = "settings changed with sales that wait"
	newSession    = "a new session with sales that wait"
	cashAway      = "a cash move without the server"
	draftLost     = "a table whose send was not answered, paid without the server"
	deletedAway   = "a table deleted without the server"
	cancelledAway = "a table that the office cancelled while the terminal was cut off"
	refundedAway  = "a refund without the server of a sale that waits"
	reloadedData  = "data loaded anew with sales that wait"
	otherUser     = "another user's log-in with sales that wait"
	bothWaiting   = "two terminals of one POS with sales that wait"
	soldOnFull    = "a sale without the server on a full disk"
	clockJumped   = "a sale without the server after the clock jumped"
	resetFully    = "all of the site deleted with sales that wait"
)

func neverReached(reached map[string]int) string {
	var missing []string
	for _, point := range []string{
		soldAway, answerLost, reloadWaiting, killWaiting, resetWaiting, newSession, cashAway, draftLost,
		deletedAway, cancelledAway, refundedAway, reloadedData, otherUser, bothWaiting, soldOnFull, clockJumped,
		resetFully,
	} {
		if reached[point] == 0 {
			missing = append(missing, point)
		}
	}
	return strings.Join(missing, ", ")
}

func (c *campaign) tellReached(reached map[string]int) {
	for _, point := range slices.Sorted(maps.Keys(reached)) {
		c.logf("soak: %s: %d times %s", c.name, reached[point], point)
	}
}

// day is one shop's: its POS is on one till, and on a second one from when somebody goes
// there.
//
// It has more methods than a type should: each is one thing that befalls a shop, drawn by
// its name, and all of them change the same books.
type day struct {
	*campaign
	*counter // where the next act happens
	first    *counter
	counters []*counter // both, the one of the next act first
	books    *books
	reached  map[string]int // of all days, under the campaign's lock

	history  []happened // of this stretch
	receipts []receipt
	cash     []cashMove
	sessions []int
	sales    int // of this stretch
	number   int // of the next cash move
	// interrupted are actions whose end nobody saw: each may have been a sale.
	interrupted int
}

// begin makes the till one that was never here, and ready.
func (d *day) begin(ctx context.Context) error {
	if err := errors.Join(d.alone(), d.fresh(ctx), d.books.cancelOpen(ctx)); err != nil {
		return err
	}
	if err := d.comesReady(ctx); err != nil {
		return err
	}
	return d.noteSession(ctx)
}

func (d *day) noteSession(ctx context.Context) error { return d.noteSessionOf(ctx, d.counter) }

func (d *day) noteSessionOf(ctx context.Context, till *counter) error {
	var session int
	if err := till.page.Call(ctx, shopJS, []any{"session", nil}, &session); err != nil {
		return err
	}
	if !slices.Contains(d.sessions, session) {
		d.sessions = append(d.sessions, session)
	}
	return nil
}

// stretch is some actions and a look into the books. Its cases are its sales.
func (d *day) stretch(ctx context.Context, name string, steps []step) error {
	d.sales = 0
	err := d.play(ctx, steps)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.countSales(ctx, name, err)
	if err == nil {
		return nil
	}
	d.logf("soak: the way there: %s; the page shows %q", d.actsInWords(), d.shows(ctx))
	d.tellReceipts(err)
	if err := d.shrink(ctx, steps); err != nil {
		return err
	}
	return d.begin(ctx)
}

// tellReceipts says what the customers have of the sales that an error names.
func (d *day) tellReceipts(err error) {
	for _, one := range d.receipts {
		if strings.Contains(err.Error(), one.UUID) {
			d.logf("soak: a receipt says %+v", one)
		}
	}
}

// countSales takes the outcome of a stretch with all its sales.
func (d *day) countSales(ctx context.Context, name string, err error) {
	for range d.sales {
		d.count(ctx, name, nil)
	}
	if err != nil {
		d.count(ctx, name, err)
	}
}

// reach notes a rare point.
func (d *day) reach(point string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reached[point]++
}

// step is one act, and the chance in it.
type step struct {
	act
	seed uint64
}

// plan is what happens in a stretch.
func plan(random *rand.Rand) []step {
	steps := make([]step, actions)
	for i := range steps {
		steps[i] = step{acts[random.IntN(len(acts))], random.Uint64()}
	}
	return steps
}

// play does it, and looks into the books.
func (d *day) play(ctx context.Context, steps []step) error {
	d.history = nil
	if err := d.do(ctx, steps); err != nil {
		return err
	}
	return d.check(ctx)
}

func (d *day) do(ctx context.Context, steps []step) error {
	for _, one := range steps {
		d.history = append(d.history, happened{one.name, time.Now().UTC().Format("15:04:05") + " at " + d.shop.URL.Host})
		d.mark(ctx)
		err := one.do(d, ctx, rand.New(rand.NewPCG(one.seed, 0)))
		if err != nil && (errors.Is(err, chrome.ErrNavigated) || d.went(ctx)) {
			// The page went where Odoo leads it, to a newer session for example; the
			// cashier saw no receipt and begins again. The sale may be made.
			d.history[len(d.history)-1].act += " (interrupted)"
			d.interrupted++
			err = d.upAgain(ctx)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

// happened is one act of a stretch, and when and where it began.
type happened struct{ act, began string }

// actsInWords is what happened.
func (d *day) actsInWords() string {
	acts := make([]string, len(d.history))
	for i, one := range d.history {
		acts[i] = one.act + " (" + one.began + ")"
	}
	return strings.Join(acts, ", ")
}

// shows is the beginning of what the cashier sees.
func (d *day) shows(ctx context.Context) string {
	var text string
	if err := d.page.Eval(ctx, "location.pathname + ' ' + (document.querySelector('.modal, .poswarm-question') ?? document.body).innerText.slice(0, 300)", &text); err != nil {
		return err.Error()
	}
	return text
}

// mark notes which page an act begins on; a page that cannot be asked has no mark.
func (d *day) mark(ctx context.Context) {
	_ = d.page.Eval(ctx, "(window.actBegan = true)", nil)
}

// went says that the page is no longer the one that the act began on: it may have gone
// between two presses of buttons. Nor is one that has no point of sale yet.
func (d *day) went(ctx context.Context) bool {
	var went bool
	err := d.page.Eval(ctx, "!window.posmodel || !window.actBegan", &went)
	return err == nil && went || errors.Is(err, chrome.ErrNavigated)
}

// check makes all well again, waits until nothing waits, and reads the books.
func (d *day) check(ctx context.Context) error {
	for _, one := range d.counters {
		if err := one.sendAll(ctx); err != nil {
			return err
		}
		// The page may have gone to a newer one, and a cash move with it.
		if err := d.noteSessionOf(ctx, one); err != nil {
			return err
		}
	}
	orders, err := d.books.orders(ctx)
	if err != nil {
		return err
	}
	book, err := d.books.cash(ctx, d.sessions)
	if err != nil {
		return err
	}
	faults := append(compare(d.receipts, orders, d.interrupted), compareCash(d.cash, book)...)
	if len(faults) == 0 {
		return nil
	}
	// What is known to be wrong is not told again.
	d.receipts, d.cash, d.interrupted = nil, nil, 0
	d.books.tell(orders)
	return errors.New(strings.Join(faults, "; "))
}
