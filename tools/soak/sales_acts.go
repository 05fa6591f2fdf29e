package soak

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

// act is something that happens in a shop.
type act struct {
	name string
	do   func(*day, context.Context, *rand.Rand) error
}

// acts are those of chance; one that stands twice happens more often.
var acts = []act{
	{"sell", (*day).sell},
	{"sell", (*day).sell},
	{"sell", (*day).sell},
	{"sell", (*day).sell},
	{"rush", (*day).rush},
	{"rush", (*day).rush},
	{"sell unanswered", (*day).sellUnanswered},
	{"leave a table", (*day).leaveTable},
	{"leave a table unanswered", (*day).leaveUnanswered},
	{"change a table", (*day).changeTable},
	{"change a table unanswered", (*day).changeUnanswered},
	{"delete a table", (*day).deleteTable},
	{"delete a table unanswered", (*day).deleteUnanswered},
	{"the office cancels a table", (*day).cancelTable},
	{"pay a table", (*day).payTable},
	{"pay a table", (*day).payTable},
	{"refund", (*day).refund},
	{"refund", (*day).refund},
	{"refund unanswered", (*day).refundUnanswered},
	{"cash", (*day).moveCash},
	{"cut", (*day).cutLine},
	{"cut", (*day).cutLine},
	{"back", (*day).restore},
	{"F5", (*day).reload},
	{"F5", (*day).reload},
	{"from the back office", (*day).fromBackend},
	{"restart", (*day).restart},
	{"kill", (*day).kill},
	{"settings", (*day).settings},
	{"new session", (*day).newSession},
	{"reload data", (*day).reloadData},
	{"another user", (*day).anotherUser},
	{"the other terminal", (*day).otherTerminal},
	{"the other terminal", (*day).otherTerminal},
	{"a full disk", (*day).fullDisk},
	{"the clock jumps", (*day).jumpClock},
	{"all of the site deleted", (*day).resetFully},
}

// lines are the outages of a day; one that hangs costs seconds a request.
var lines = []fault.Name{fault.ServerDead, fault.Refused, fault.Status502, fault.Status503, fault.Portal, fault.CableOut}

// sell is one sale: in cash, by card, or half of each, with a tip or without.
func (d *day) sell(ctx context.Context, random *rand.Rand) error {
	sale := odooui.Sale{Payment: []string{"cash", "card"}[random.IntN(2)], Quantity: 1 + random.IntN(3)}
	if err := odooui.OpenRegister(ctx, d.page); err != nil {
		return err
	}
	if err := d.page.Call(ctx, shopJS, []any{"own", nil}, nil); err != nil {
		return err
	}
	if err := d.pick(ctx, sale); err != nil {
		return err
	}
	if random.IntN(6) == 0 {
		if err := d.page.Call(ctx, shopJS, []any{"tip", map[string]float64{"amount": 1.5}}, nil); err != nil {
			return err
		}
	}
	if sale.Payment == "card" && random.IntN(2) == 0 {
		if err := d.page.Call(ctx, shopJS, []any{"half", nil}, nil); err != nil {
			return err
		}
	}
	return d.pay(ctx, sale, "")
}

// rush is a queue of customers: most sales of a day are made while nothing else happens.
// A sample has no time for long ones.
func (d *day) rush(ctx context.Context, random *rand.Rand) error {
	customers := 2 + random.IntN(6)
	if d.o.Time == 0 || d.o.Time > 10*time.Minute {
		customers *= 10
	}
	for range customers {
		if err := d.sell(ctx, random); err != nil {
			return err
		}
	}
	return nil
}

func (d *day) pick(ctx context.Context, sale odooui.Sale) error {
	if err := odooui.Pick(ctx, d.page, sale); err != nil {
		return fmt.Errorf("the terminal does not sell: %w", err)
	}
	return nil
}

// pay makes the order on the screen a sale, or brings that one back, and notes its receipt.
func (d *day) pay(ctx context.Context, sale odooui.Sale, refunds string) error {
	order, err := odooui.Pay(ctx, d.page, sale)
	if err != nil {
		return fmt.Errorf("the terminal does not sell: %w", err)
	}
	r := receipt{UUID: order.UUID, Total: order.Total, Refunds: refunds}
	ask := []any{"receipt", map[string]string{"uuid": r.UUID}}
	if err := d.page.Call(ctx, shopJS, ask, &r); err != nil {
		// Between two sales the page may load itself anew, with newer data.
		if err := d.upAgain(ctx); err != nil {
			return err
		}
		if err := d.page.Call(ctx, shopJS, ask, &r); err != nil {
			return err
		}
	}
	if r.Reference != "" && r.User != d.user {
		return fmt.Errorf("the terminal sells as user %d, and user %d is logged in", r.User, d.user)
	}
	d.receipts = append(d.receipts, r)
	d.sales++
	if d.fault != "" {
		d.waiting = true
		d.reach(soldAway)
		if len(d.counters) > 1 && d.counters[1].waiting {
			d.reach(bothWaiting)
		}
	}
	return nil
}

// losing does something while the answer to a call of this method gets lost.
func (d *day) losing(method string, do func() error) error {
	lost := d.front.feed(&dose{takes: callOf(method)})
	err := do()
	select {
	case <-lost:
		d.waiting = true
		d.reach(answerLost)
	default:
		d.front.feed(nil)
	}
	return err
}

func (d *day) sellUnanswered(ctx context.Context, random *rand.Rand) error {
	return d.losing("sync_from_ui", func() error { return d.sell(ctx, random) })
}

// refund brings back a whole sale of late, which may itself not be sent yet.
func (d *day) refund(ctx context.Context, _ *rand.Rand) error {
	if err := odooui.OpenRegister(ctx, d.page); err != nil {
		return err
	}
	for i := len(d.receipts) - 1; i >= 0 && i >= len(d.receipts)-refundable; i-- {
		sold := d.receipts[i]
		if sold.Refunds != "" || sold.Reference == "" {
			continue
		}
		var uuid *string
		if err := d.page.Call(ctx, shopJS, []any{"refund", map[string]string{"uuid": sold.UUID}}, &uuid); err != nil {
			return err
		}
		if uuid != nil {
			if d.waiting {
				d.reach(refundedAway)
			}
			return d.pay(ctx, odooui.Sale{}, sold.UUID)
		}
	}
	return nil
}

// refundable is how many receipts a customer is looked for in.
const refundable = 5

func (d *day) refundUnanswered(ctx context.Context, random *rand.Rand) error {
	return d.losing("sync_from_ui", func() error { return d.refund(ctx, random) })
}

// leaveTable opens an order that stays open.
func (d *day) leaveTable(ctx context.Context, _ *rand.Rand) error {
	if err := odooui.OpenRegister(ctx, d.page); err != nil {
		return err
	}
	var uuid string
	if err := d.page.Call(ctx, shopJS, []any{"begin", nil}, &uuid); err != nil {
		return err
	}
	if err := d.pick(ctx, odooui.Sale{}); err != nil {
		return err
	}
	d.drafts = append(d.drafts, draft{uuid: uuid})
	return d.leave(ctx, uuid)
}

func (d *day) leave(ctx context.Context, uuid string) error {
	return d.page.Call(ctx, shopJS, []any{"leave", map[string]string{"uuid": uuid}}, nil)
}

// take goes back to the open order that waits longest; there is none where nobody sits
// any more.
func (d *day) take(ctx context.Context) (table draft, there bool, err error) {
	if err := odooui.OpenRegister(ctx, d.page); err != nil || len(d.drafts) == 0 {
		return draft{}, false, err
	}
	table = d.drafts[0]
	d.drafts = d.drafts[1:]
	err = d.page.Call(ctx, shopJS, []any{"take", map[string]string{"uuid": table.uuid}}, &there)
	return table, there, err
}

func (d *day) changeTable(ctx context.Context, random *rand.Rand) error {
	how := "more"
	if random.IntN(3) == 0 {
		how = "remove"
	}
	return d.changeAs(ctx, how, random.IntN(2) == 0)
}

// changeAs changes what was ordered at a table, after a product more or without one, and
// leaves it again.
func (d *day) changeAs(ctx context.Context, how string, product bool) error {
	table, there, err := d.take(ctx)
	if err != nil || !there {
		return err
	}
	d.drafts = append(d.drafts, table)
	if product {
		if err := d.pick(ctx, odooui.Sale{}); err != nil {
			return err
		}
	}
	if err := d.page.Call(ctx, shopJS, []any{"change", map[string]string{"uuid": table.uuid, "how": how}}, nil); err != nil {
		return err
	}
	return d.leave(ctx, table.uuid)
}

func (d *day) changeUnanswered(ctx context.Context, random *rand.Rand) error {
	return d.losingTable(func() error { return d.changeTable(ctx, random) })
}

// deleteTable deletes an open order. One that the till may not delete stays.
func (d *day) deleteTable(ctx context.Context, _ *rand.Rand) error {
	table, there, err := d.take(ctx)
	if err != nil || !there {
		return err
	}
	var deleted bool
	if err := d.page.Call(ctx, shopJS, []any{"remove", map[string]string{"uuid": table.uuid}}, &deleted); err != nil {
		return err
	}
	if !deleted {
		d.drafts = append(d.drafts, table)
	} else if d.fault != "" {
		d.reach(deletedAway)
	}
	return nil
}

func (d *day) deleteUnanswered(ctx context.Context, random *rand.Rand) error {
	return d.losing("action_pos_order_cancel", func() error { return d.deleteTable(ctx, random) })
}

// cancelTable cancels in the office what the till has open, and may be paying.
func (d *day) cancelTable(ctx context.Context, _ *rand.Rand) error {
	if len(d.drafts) == 0 {
		return nil
	}
	cancelled, err := d.books.cancel(ctx, d.drafts[0].uuid)
	if cancelled && d.fault != "" {
		d.reach(cancelledAway)
	}
	return err
}

func (d *day) leaveUnanswered(ctx context.Context, random *rand.Rand) error {
	return d.losingTable(func() error { return d.leaveTable(ctx, random) })
}

// losingTable leaves a table, which is the last one then, while the answer gets lost.
func (d *day) losingTable(leave func() error) error {
	err := d.losing("sync_from_ui", leave)
	if n := len(d.drafts); n > 0 && d.fault == "" {
		d.drafts[n-1].lost = true
	}
	return err
}

// payTable goes back to an open order, adds to it and is paid.
func (d *day) payTable(ctx context.Context, _ *rand.Rand) error {
	table, there, err := d.take(ctx)
	if err != nil || !there {
		return err
	}
	if err := d.pick(ctx, odooui.Sale{}); err != nil {
		return err
	}
	if err := d.page.Call(ctx, shopJS, []any{"sits", map[string]string{"uuid": table.uuid}}, &there); err != nil || !there {
		return err
	}
	if err := d.pay(ctx, odooui.Sale{}, ""); err != nil {
		return err
	}
	if table.lost && d.fault != "" {
		d.reach(draftLost)
	}
	return nil
}

func (d *day) moveCash(ctx context.Context, random *rand.Rand) error {
	if d.demosCashier() {
		return nil // she may not
	}
	if err := odooui.OpenRegister(ctx, d.page); err != nil {
		return err
	}
	d.number++
	move := cashMove{Reason: fmt.Sprintf("r%dx%d", d.books.after, d.number), Amount: float64(1 + random.IntN(90))}
	kind := "in"
	if random.IntN(2) == 0 {
		kind = "out"
	}
	options := map[string]any{"kind": kind, "amount": move.Amount, "reason": move.Reason}
	if err := d.page.Call(ctx, shopJS, []any{"cash", options}, nil); err != nil {
		return err
	}
	if kind == "out" {
		move.Amount = -move.Amount
	}
	d.cash = append(d.cash, move)
	if d.fault != "" {
		d.waiting = true
		d.reach(cashAway)
	}
	return nil
}

func (d *day) cutLine(ctx context.Context, random *rand.Rand) error {
	d.fault = lines[random.IntN(len(lines))]
	d.history[len(d.history)-1].act += " " + string(d.fault)
	return d.cut(ctx, d.fault)
}

func (d *day) restore(context.Context, *rand.Rand) error {
	d.fault = ""
	return d.gate.Restore()
}

// comesUp opens an address of the POS, which must come up whatever the line does.
func (d *day) comesUp(ctx context.Context, path string) error {
	if err := d.open(ctx, path); err != nil {
		return err
	}
	return d.upAgain(ctx)
}

func (d *day) upAgain(ctx context.Context) error {
	state, err := odooui.WaitUp(ctx, d.page, odooui.Want{Config: d.shop.Config}, upWithin)
	if err != nil && (reasonOf(err) != result.ImagesBroken || !d.filled && slices.ContainsFunc(state.Images.Broken, notDrawn)) {
		return err
	}
	if d.waiting {
		d.reach(reloadWaiting)
	}
	return d.noteSession(ctx)
}

// notDrawn reports a picture that is no barcode which the server draws on a receipt, as
// a gift card's.
func notDrawn(address string) bool { return !strings.Contains(address, "/report/barcode/") }

func (d *day) reload(ctx context.Context, _ *rand.Rand) error {
	if err := d.pressF5(ctx); err != nil {
		return err
	}
	return d.upAgain(ctx)
}

func (d *day) fromBackend(ctx context.Context, _ *rand.Rand) error {
	return d.comesUp(ctx, d.shop.pages()[2])
}

func (d *day) restart(ctx context.Context, _ *rand.Rand) error {
	if err := d.browser.Close(ctx); err != nil {
		return err
	}
	if err := d.launch(ctx); err != nil {
		return err
	}
	return d.comesUp(ctx, d.shop.pages()[0])
}

func (d *day) kill(ctx context.Context, _ *rand.Rand) error {
	if err := d.browser.Kill(ctx); err != nil {
		return err
	}
	if err := d.launch(ctx); err != nil {
		return err
	}
	if d.waiting {
		d.reach(killWaiting)
	}
	return d.comesUp(ctx, d.shop.pages()[0])
}

// settings changes in the office what has every till load its data anew.
func (d *day) settings(ctx context.Context, _ *rand.Rand) error {
	if d.waiting {
		d.reach(resetWaiting)
	}
	return d.shop.changeSettings(ctx, d.books)
}

// newSession closes the register in the office and opens it, unless a command
// waits that only the old session can take.
func (d *day) newSession(ctx context.Context, _ *rand.Rand) error {
	if d.shop.Demo == nil || d.anywhere((*counter).hasTables) || slices.ContainsFunc(d.history, isCash) {
		return nil // Odoo closes no register with open orders
	}
	if err := errors.Join(d.shop.Demo.CloseSession(d.shop.Config), d.shop.Demo.OpenSession(d.shop.Config)); err != nil {
		return err
	}
	if d.waiting {
		d.reach(newSession)
	}
	return d.reload(ctx, nil)
}

// reloadData is the entry of the menu, which without the server is not worth its end.
func (d *day) reloadData(ctx context.Context, _ *rand.Rand) error {
	if d.fault != "" {
		return nil
	}
	if d.waiting {
		d.reach(reloadedData)
	}
	if err := d.page.Call(ctx, shopJS, []any{"reload data", nil}, nil); !errors.Is(err, chrome.ErrNavigated) {
		return fmt.Errorf("loading the data anew: %w", err)
	}
	return d.upAgain(ctx)
}

// anotherUser takes over the till from the one who logs out; the POS is ready for
// both then.
func (d *day) anotherUser(ctx context.Context, _ *rand.Rand) error {
	if d.fault != "" || d.shop.OtherLogin == "" || d.shop.Demo != nil && slices.ContainsFunc(d.history, isCash) {
		return nil // the demo's cashier may not make what waits
	}
	if err := d.logInOther(ctx); err != nil {
		return err
	}
	if d.waiting {
		d.reach(otherUser)
	}
	if err := d.comesReady(ctx); err != nil {
		return err
	}
	return d.noteSession(ctx)
}

// fullDisk has a sale made while the browser may store nothing more, as on a full disk;
// then somebody makes room.
func (d *day) fullDisk(ctx context.Context, random *rand.Rand) error {
	d.filled = true
	if err := d.browser.SetQuota(ctx, d.shop.origin(), 1); err != nil {
		return err
	}
	err := errors.Join(d.sell(ctx, random), d.browser.SetQuota(ctx, d.shop.origin(), 0))
	if err == nil && d.fault != "" {
		d.reach(soldOnFull)
	}
	return err
}

// jumpClock sells while the till's clock is wrong, by up to two days, until the page
// is loaded anew.
func (d *day) jumpClock(ctx context.Context, random *rand.Rand) error {
	jump := time.Duration(random.IntN(4*24)-2*24) * time.Hour
	if err := d.page.Call(ctx, clockJS, []any{jump.Milliseconds()}, nil); err != nil {
		return err
	}
	err := d.sell(ctx, random)
	if err == nil && d.fault != "" {
		d.reach(clockJumped)
	}
	return err
}

// resetFully does what the button in the box of a failed start does.
func (d *day) resetFully(ctx context.Context, _ *rand.Rand) error {
	if d.fault != "" {
		return nil // the shop is closed then, as its cashier was told
	}
	if d.waiting {
		d.reach(resetFully)
	}
	if err := d.page.Call(ctx, shopJS, []any{"reset fully", nil}, nil); !errors.Is(err, chrome.ErrNavigated) {
		return fmt.Errorf("deleting all of the site: %w", err)
	}
	if err := d.upAgain(ctx); err != nil {
		return err
	}
	return d.ready(ctx) // it is a first visit
}

func (d *day) demosCashier() bool { return d.shop.Demo != nil && d.other }

func isCash(one happened) bool { return one.act == "cash" }
