package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// A page of later has not loaded the sale: a refund that does not say what it refunds
// lets the sale be refunded once more.
func TestRefundAfterF5SaysWhatItRefunds(t *testing.T) {
	for name, befalls := range map[string]func(p *till){
		"no server at the start": func(p *till) {
			p.reload()
			p.waitUp()
			p.net.cut("")
		},
		"the question about the sale is lost": func(p *till) {
			p.s.LoseAnswers("pos.order.read_pos_orders", 3) // the first ones are Odoo's own
			p.net.cut("")
			p.reload()
			p.waitUp()
		},
	} {
		t.Run(name, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				sold := p.table(0)
				total := p.pay()
				p.settledWith(sold, total, 1)
				p.offline()
				refund := p.refunds(sold)
				befalls(p)
				p.waitFor("the ledger to let go", `!posmodel.data.network.offline && window.poswarm.waiting?.sales === 0`)
				p.s.mu.Lock()
				defer p.s.mu.Unlock()
				want, line := p.s.orders[sold].lines[0]["id"], p.s.orders[refund].lines[0]
				if number(line["refunded_orderline_id"]) != number(want) {
					t.Errorf("the refund is of line %v, want %v", line["refunded_orderline_id"], want)
				}
			})
		})
	}
}

// A refund of a sale that the server does not have yet waits for it: by itself it is
// of nothing. What is known of it must outlive F5 at each moment.
func TestRefundWaitsForItsSale(t *testing.T) {
	for name, befalls := range map[string]func(p *till, sold string){
		"no F5": func(*till, string) {},
		"F5 without the server": func(p *till, _ string) {
			p.reload()
			p.waitUp()
		},
		"F5 when the sale is there": func(p *till, sold string) {
			p.s.LoseAnswers(send, 1)
			p.net.cut("")
			p.server("the sale", func() bool { return len(p.s.Orders()) == 1 && p.s.Orders()[0].UUID == sold })
			p.net.cut("dead")
			p.reload()
			p.waitUp()
		},
	} {
		t.Run(name, func(t *testing.T) {
			atEach(t, func(t *testing.T, p *till) {
				p.offline()
				sold := p.table(0)
				p.pay()
				refund := p.refunds(sold)
				befalls(p, sold)
				p.net.cut("")
				p.waitFor("the ledger to let go", `!posmodel.data.network.offline && window.poswarm.waiting?.sales === 0`)
				p.s.mu.Lock()
				defer p.s.mu.Unlock()
				want, line := p.s.orders[sold].lines[0]["id"], p.s.orders[refund].lines[0]
				if number(line["refunded_orderline_id"]) != number(want) {
					t.Errorf("the refund is of line %v, want %v", line["refunded_orderline_id"], want)
				}
				sends := 0
				for _, e := range p.s.Log().Entries() {
					if e.Call == send {
						sends++
					}
				}
				if sends != 2 {
					t.Errorf("%d sends, want 2: one was refused, or what the server had was sent again", sends)
				}
			})
		})
	}
}

// A receipt's amounts are not worked out anew when taxes have changed since.
func TestReceiptsAmountsAreSent(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.offline()
		sold := p.table(0)
		total := p.pay()
		p.reload()
		p.waitUp()
		p.call(`(uuid) => {
			// As a page does that has loaded another tax.
			const [line] = posmodel.models["pos.order"].getBy("uuid", uuid).lines;
			line.raw.price_subtotal_incl *= 1.2;
		}`, nil, sold)
		p.net.cut("")
		p.settledWith(sold, total, 1)
	})
}

// Two waiters serve one table, and the server puts the second one's order onto the
// first one's bill: paid here after that answer was lost, it is a sale of its own.
func TestPaidTableThatWentOntoAnotherBill(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.navigate("/pos/ui/3")
		p.waitUp()
		uuid := p.table(0)
		p.call(`() => { posmodel.getOrder().update({ table_id: 1 }); }`, nil)
		bill := order("bill", 3)
		bill["table_id"], bill["config_id"], bill["state"], bill["payment_ids"] = 1, 3, "draft", []any{}
		loggedIn(t, p.s, "cashier").call("pos.order", "sync_from_ui", nil, []any{bill})
		p.leaveUnanswered()
		total := p.pay()
		p.net.cut("")
		p.waitFor("the ledger to let go", `!posmodel.data.network.offline && window.poswarm.waiting?.sales === 0`)
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		mine, theirs := p.s.orders[uuid], p.s.orders["bill"]
		if mine == nil || mine.State != "paid" || len(mine.lines) != 1 || fmt.Sprintf("%.2f", mine.Total) != total {
			t.Errorf("the server has %+v of the sale", mine)
		}
		if theirs.State != "draft" || len(theirs.lines) != 1 {
			t.Errorf("the other bill is %s with %d lines, want one", theirs.State, len(theirs.lines))
		}
	})
}

// Of a table that is opened and paid without it the server knows nothing, and names
// nothing but that when it is asked.
func TestTableOfWhichTheServerKnowsNothing(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.navigate("/pos/ui/3")
		p.waitUp()
		p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
		p.offline()
		uuid := p.table(0)
		p.call(`() => { posmodel.getOrder().update({ table_id: 1 }); }`, nil)
		total := p.pay()
		p.reload()
		p.waitUp()
		p.net.cut("")
		p.settledWith(uuid, total, 1)
	})
}

// What Odoo would send without us goes also where our own code fails.
func TestFaultOfOursHoldsUpNoSale(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.offline()
		uuid := p.table(0)
		total := p.pay()
		p.reload() // what became of it an earlier page may have known
		p.waitUp()
		p.call(pageScript("unreadable-before-send.js"), nil)
		p.net.cut("")
		p.settledWith(uuid, total, 1)
	})
}

// What was asked to be sent without the server is sent when it is back: the bill that
// remains when a part of it was split off.
func TestBillThatRemainsIsSentLater(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0, 1)
		p.leave()
		p.offline()
		p.call(`async () => {
			const order = posmodel.getOrder();
			order.removeOrderline(order.lines[1]);
			posmodel.pendingOrder.write.clear(); // as Odoo's screen for splitting leaves it
			await posmodel.syncAllOrders({ orders: [order] });
		}`, nil)
		p.net.cut("")
		p.server("the line to be taken off", func() bool { return p.s.Orders()[0].UUID == uuid && p.s.Orders()[0].Lines == 1 })
	})
}

// A clock that is set back while the till is offline does not keep it there.
func TestClockThatIsSetBackHoldsUpNothing(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.offline()
		p.cashIn(7, "float")
		p.call(pageScript("clock-a-day-back.js"), nil)
		p.net.cut("")
		// As the worker says it, before the next look at the connection is due.
		p.call(`() => {
			const channel = new BroadcastChannel("poswarm");
			channel.postMessage({ schema: 1, type: "away", away: null });
			channel.close();
		}`, nil)
		p.commandsDone()
		if got := p.cashBook(); got != "float 7.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// refunds sells an order back and returns the refund's uuid.
func (p *till) refunds(sold string) (refund string) {
	p.t.Helper()
	p.call(`(uuid) => {
		const order = posmodel.refundOrder(posmodel.models["pos.order"].getBy("uuid", uuid));
		posmodel.navigate("ProductScreen", { orderUuid: order.uuid });
		return order.uuid;
	}`, &refund, sold)
	p.pay()
	return refund
}

// A tip's line that arrives before the sale is one that the payment does not cover.
func TestTipWaitsForItsSale(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.leave()
		p.offline()
		p.pay()
		var price float64
		p.call(`async (uuid) => {
			const order = posmodel.models["pos.order"].getBy("uuid", uuid);
			const product = order.lines[0].raw.product_id;
			const values = [{ order_id: order.id, product_id: product, qty: 1, price_unit: 2, price_subtotal_incl: 0, uuid: "tip" }];
			const [tip] = await posmodel.data.execute({ type: "create", model: "pos.order.line", values, queue: true });
			return tip.priceIncl;
		}`, &price, uuid)
		if price != 2 {
			t.Errorf("the tip's line costs %v, want 2", price)
		}
		p.net.cut("")
		p.commandsDone()
		var calls []string
		for _, e := range p.s.Log().Entries() {
			calls = append(calls, e.Call)
		}
		slices.Reverse(calls)
		if sale, tip := slices.Index(calls, send), slices.Index(calls, "pos.order.line.create"); tip < 0 || tip > sale {
			t.Errorf("the last calls, newest first, are %v", calls[:min(20, len(calls))])
		}
		if o := p.s.Orders()[0]; o.State != "paid" || o.Lines != 2 {
			t.Errorf("the server has %+v", o)
		}
	})
}

// A tip in the second after a sale changes what the server says of it: the server is asked
// for the sale first.
func TestTipRightBehindItsSale(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.s.SpoilAnswers("pos.order.read_pos_orders", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		uuid := p.table(0)
		p.pay()
		p.server("the question about the sale", func() bool {
			return slices.ContainsFunc(p.s.Log().Entries(), func(e Entry) bool { return e.Call == "pos.order.read_pos_orders" })
		})
		p.call(`async (uuid) => {
			const order = posmodel.models["pos.order"].getBy("uuid", uuid);
			const product = order.lines[0].raw.product_id;
			const values = [{ order_id: order.id, product_id: product, qty: 1, price_unit: 2, price_subtotal_incl: 2, uuid: "tip" }];
			await posmodel.data.execute({ type: "create", model: "pos.order.line", values, queue: true });
		}`, nil, uuid)
		p.waitFor("the server's word", `window.poswarm.waiting && (!window.poswarm.waiting.sales || window.poswarm.waiting.trouble)`)
		if trouble := p.eval(`String(window.poswarm.waiting?.trouble)`); trouble != "0" || p.s.Orders()[0].Lines != 2 {
			t.Errorf("%s in trouble, the server has %+v", trouble, p.s.Orders()[0])
		}
	})
}

// A sale's lots are sent as its receipt said, whatever the page has forgotten of them.
func TestSaleKeepsItsLotsThroughF5(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.call(`() => {
			const [line] = posmodel.getOrder().lines;
			const lot = posmodel.models["pos.pack.operation.lot"].create({ pos_order_line_id: line.id, lot_name: "LOT-7" });
			line.update({ pack_lot_ids: [lot.id] });
		}`, nil)
		p.offline()
		total := p.pay()
		p.settled()
		// Odoo stores a lot when it is changed, not when it is made.
		p.call(`() => posmodel.data.indexedDB.delete("pos.pack.operation.lot", posmodel.models["pos.pack.operation.lot"].map(({ id }) => id))`, nil)
		p.reload()
		p.waitUp()
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		if lots := fmt.Sprint(p.s.orders[uuid].lines[0]["pack_lot_ids"]); strings.Count(lots, "LOT-7") != 1 {
			t.Errorf("its lots are %s", lots)
		}
	})
}

// One order that the server cannot read leaves the others theirs.
func TestOrderThatCannotBeReadHoldsUpNoOther(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.offline()
		unread := p.table(0)
		p.pay()
		uuid := p.table(1)
		total := p.pay()
		p.reload() // what an earlier page has sent nobody knows
		p.waitUp()
		p.s.SpoilAnswers("pos.order.read_pos_orders", 1000, Spoiled{About: unread, Error: "division by zero"})
		p.net.cut("")
		p.arrives(uuid + " " + total)
		p.waitFor("the server's words", `window.poswarm.waiting?.trouble === 1`)
		next := p.table(2)
		nextTotal := p.pay()
		p.arrives(uuid + " " + total + ", " + next + " " + nextTotal)
		p.s.SpoilAnswers("pos.order.read_pos_orders", 0, Spoiled{})
		p.waitFor("all to be there", `window.poswarm.waiting?.sales === 0`)
		if n := len(p.s.Orders()); n != 3 {
			t.Errorf("the server has %d orders", n)
		}
	})
}

// What is asked before a send holds the sale up as the send does.
func TestQuestionBeforeASendIsGivenUp(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		partner := p.putsCustomer()
		p.offline()
		total := p.pay()
		p.call(`() => posmodel.data.indexedDB.delete("res.partner", posmodel.models["res.partner"].map(({ id }) => id))`, nil)
		p.reload()
		p.waitUp()
		p.offlineSign()
		release := p.net.holdBack("read")
		defer release()
		p.call(pageScript("watch-customer-question.js"), nil)
		p.net.cut("")
		p.waitFor("the question who the customer is", `window.asked`)
		p.net.cut("hung")
		p.waitFor("its end", `window.ended`)
		p.offlineSign()
		p.net.holdBack("")
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		p.soldTo(uuid, partner)
	})
}

// The kitchen's question before a table is paid locks the screen until it is answered.
func TestHungQuestionIsGivenUp(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.net.cut("hung")
		p.call(`() => { posmodel.data.orm.call("pos.order", "get_preparation_change", [1]).catch(() => { window.ended = true; }); }`, nil)
		wait := pacetest.For(t, 20*time.Second, "the end of a question on a network that swallows all")
		for ; p.eval("String(window.ended)") != "true"; time.Sleep(50 * time.Millisecond) {
			wait.Over(t)
		}
		p.offlineSign()
	})
}

// A router that forgot one connection: pings take another one, and TCP finds out in a quarter of
// an hour.
func TestDeadConnectionBesideALivingServer(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		release := p.net.holdBack("sync_from_ui")
		uuid := p.table(0)
		total := p.payWithin(30 * time.Second)
		release()
		p.settledWith(uuid, total, 1)
	})
}

// A cash move that nobody answers locks its popup: it is given up, and made once all the same.
func TestHungCashMoveIsGivenUp(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.net.cut("hung")
		p.call(`() => { posmodel.data.call("pos.session", "try_cash_in_out", [[posmodel.session.id], "in", 9, "float", 1, { formattedAmount: "9", translatedType: "in" }], {}, true)
			.finally(() => { window.ended = true; }); }`, nil)
		p.waitWithin(25*time.Second, "the end of the move", "window.ended")
		p.net.cut("")
		p.commandsDone()
		if got := p.cashOf(int(p.number("posmodel.session.id"))); got != "float 9.00" {
			t.Errorf("the book has %q", got)
		}
	})
}

// Behind an outage whoever stands at the till does not wait for the sales of the others.
func TestCurrentSaleIsSentFirst(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.offline()
		p.table(0)
		p.pay()
		p.click(".receipt-screen .next")
		current := p.table(1)
		p.pay()
		p.call(`async () => {
			posmodel.data.network.offline = false;
			await posmodel.syncAllOrders({ throw: true }).catch(() => {});
		}`, nil)
		p.s.mu.Lock()
		none := len(p.s.orders)
		p.s.mu.Unlock()
		if none != 0 {
			t.Fatal("the line is not cut")
		}
		p.net.cut("")
		p.call(`async () => {
			posmodel.data.network.offline = false;
			await posmodel.syncAllOrders({ throw: true });
		}`, nil)
		p.waitFor("nothing to wait", `window.poswarm.waiting?.sales === 0`)
		if orders := p.s.Orders(); len(orders) != 2 || orders[0].UUID != current {
			t.Errorf("the server has %+v, and %s was on the screen", orders, current)
		}
	})
}

// putsCustomer puts a customer on the order on the screen.
func (p *till) putsCustomer() (partner int) {
	p.t.Helper()
	p.call(`() => {
		const [partner] = posmodel.models["res.partner"].getAll();
		posmodel.getOrder().update({ partner_id: partner.id });
		return partner.id;
	}`, &partner)
	return partner
}

func (p *till) soldTo(uuid string, partner int) {
	p.t.Helper()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if got := number(p.s.orders[uuid].values["partner_id"]); got != partner {
		p.t.Errorf("it was sold to %d, not to %d", got, partner)
	}
}

// A customer whom another till put on the table is in memory only: after F5 Odoo sent a sale
// without its customer, and an invoice for nobody.
func TestSaleKeepsItsCustomerThroughF5(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		partner := p.putsCustomer()
		p.offline()
		total := p.pay()
		p.call(`(id) => posmodel.data.indexedDB.delete("res.partner", [id])`, nil, partner)
		p.reload()
		p.waitUp()
		p.offlineSign()
		if p.eval(`String(Boolean(posmodel.models["pos.order"].getBy("uuid", "`+uuid+`").partner_id))`) != "false" {
			t.Fatal("the page knows the customer")
		}
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		p.soldTo(uuid, partner)
	})
}

// A table that is paid while the office cancels its order and opens the register anew: Odoo
// loads the open session only, and sent the sale in none.
func TestTablePaidInASessionThatIsOver(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.leave()
		p.offline()
		total := p.pay()
		p.away()
		p.cancels(uuid)
		if err := errors.Join(p.s.CloseSession(1), p.s.OpenSession(1)); err != nil {
			t.Fatal(err)
		}
		p.net.cut("")
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.settledWith(uuid, total, 1)
		if now := p.number("posmodel.session.id"); p.s.Orders()[0].Session != int(now) {
			t.Errorf("it is in session %d, and %v is open", p.s.Orders()[0].Session, now)
		}
	})
}

// A cash move under way when the page ends was made, or was not: nobody else knows of it.
func TestCashMoveUnderWayAtF5(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		release := p.net.holdBack("try_cash_in_out")
		defer release()
		p.call(`() => {
			posmodel.data.call("pos.session", "try_cash_in_out", [[posmodel.session.id], "in", 9, "float", 1, {}], {}, true);
		}`, nil)
		p.waitFor("the command", `window.poswarm.waiting?.commands === 1`)
		p.net.holdBack("")
		p.reload()
		p.waitUp()
		p.commandsDone()
		if got := p.cashBook(); got != "float 9.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// Points that the server refuses after it has booked the sale: Odoo made an order of it
// again, to be paid once more.
func TestRefusedPointsLeaveTheSaleBooked(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.s.AddCard(3)
		p.s.SpoilAnswers("pos.order.confirm_coupon_programs", 1, Spoiled{Error: "This card is not yours."})
		p.table(0)
		p.call(`() => { posmodel.getOrder().uiState.couponPointChanges = { 1: { coupon_id: 1, points: 56.5, program_id: 1 } }; }`, nil)
		p.pay()
		p.server("the points", func() bool { return p.s.Cards()[0].Points == 56.5 }) // before they are asked for no command waits, either
		p.commandsDone()
		if orders := p.s.Orders(); len(orders) != 1 {
			t.Errorf("the server has %+v", orders)
		}
	})
}

// Two points of sale of one terminal keep in mind what each has sold, not only what one
// of them knew when it came up.
func TestSettledSalesOfTwoPOS(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		first := p.page
		p.page = p.newPage()
		p.navigate("/pos/ui/2")
		p.waitUp()
		second := p.page
		var sold []string
		for _, page := range []*chrome.Page{first, second} {
			p.page = page
			uuid := p.sell()
			sold = append(sold, "settled "+uuid)
			// That nothing waits is true before the sale is in the ledger, too.
			wait := pacetest.For(t, 10*time.Second, "the sale to be settled")
			for ; !strings.Contains(p.ledger("kept"), uuid); time.Sleep(50 * time.Millisecond) {
				wait.Over(t)
			}
		}
		kept := strings.Split(p.ledger("kept"), "\n")
		for _, key := range sold {
			if !slices.Contains(kept, key) {
				t.Errorf("%s is not in mind: %q", key, kept)
			}
		}
	})
}
