package demo

import (
	"fmt"
	"strings"
	"testing"
)

// paysElsewhere is another till, which had the table on its screen as well: four pieces.
func (p *till) paysElsewhere(uuid string) {
	p.t.Helper()
	p.s.mu.Lock()
	line := p.s.orders[uuid].lines[0]["id"]
	p.s.mu.Unlock()
	paid := record{"uuid": uuid, "state": "paid", "session_id": 1, "amount_total": 4, "amount_paid": 4,
		"lines":       []any{[]any{1, line, record{"qty": 4}}},
		"payment_ids": []any{[]any{0, 0, record{"amount": 4, "payment_method_id": 1, "uuid": "elsewhere"}}}}
	if err := loggedIn(p.t, p.s, "admin").callKW("pos.order", "sync_from_ui", nil, record{}, []record{paid}); err != nil {
		p.t.Fatal(err)
	}
}

// Two tills that do not hear each other sell one table. Neither sale is lost, and neither
// is made twice: who knows says which it is.
func TestTableSoldAtTwoTills(t *testing.T) {
	for choice, want := range map[string][]string{"own": {"4.00 [4]", "10.25 [1]"}, "remove": {"4.00 [4]"}} {
		t.Run(choice, func(t *testing.T) {
			atEach(t, func(t *testing.T, p *till) {
				uuid := p.table(2)
				p.leave()
				reference := p.eval("posmodel.getOrder().pos_reference")
				p.offline()
				p.pay()
				p.paysElsewhere(uuid)
				p.net.cut("")
				p.decideOn("keep", "Sold here: 1 × ")
				p.reload()
				p.waitUp()
				p.decideOn(choice, "On the server: 4 × ")
				p.waitFor("nothing to wait", `!window.poswarm.waiting?.sales`)
				p.reload()
				p.waitUp()
				if kept := p.ledger("orders"); kept != "" {
					t.Errorf("the ledger keeps %q", kept)
				}
				p.booked(uuid, reference, want)
			})
		})
	}
}

// The order on the screen is paid at another till: the next customer gets one of his own.
func TestOrderPaidElsewhereLeavesTheScreen(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.leave()
		p.paysElsewhere(uuid)
		p.call(`() => posmodel.deviceSync.readDataFromServer()`, nil)
		p.waitFor("another order", `posmodel.getOrder().uuid !== "`+uuid+`" && posmodel.router.state.params.orderUuid === posmodel.getOrder().uuid`)
		p.addLine(1)
		if total := p.pay(); len(p.s.Orders()) != 2 {
			t.Errorf("%s were paid, and the server has %+v", total, p.s.Orders())
		}
	})
}

// decideOn opens the list and decides there on the sale that the server has otherwise.
func (p *till) decideOn(choice, says string) {
	p.t.Helper()
	p.opensDecision()
	if asked := p.question(); !strings.Contains(asked, says) {
		p.t.Errorf("it asks %q", asked)
	}
	p.answer(choice)
}

// booked compares the server's sales, that of uuid first, which alone has its number.
func (p *till) booked(uuid, reference string, want []string) {
	p.t.Helper()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var got []string
	for id, o := range p.s.orders {
		if o.State != "paid" || (id == uuid) != (o.values["pos_reference"] == reference) {
			p.t.Errorf("%s with the number %s is %s", id, o.values["pos_reference"], o.State)
		}
		if note := fmt.Sprint(o.values["general_customer_note"]); id != uuid && note != "Receipt "+reference {
			p.t.Errorf("the other sale says %q", note)
		}
		sold := fmt.Sprintf("%.2f [%v]", o.Total, o.lines[0]["qty"])
		if id == uuid {
			got = append([]string{sold}, got...)
		} else {
			got = append(got, sold)
		}
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		p.t.Errorf("the server has %q, want %q", got, want)
	}
}

// Another sale has the lines of this one: the server refuses it for good. It is booked
// under new numbers, or is in the books otherwise, and never both.
func TestSaleWhoseLinesAreOnAnotherBill(t *testing.T) {
	for choice, want := range map[string]int{"own": 2, "remove": 1} {
		t.Run(choice, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				p.offline()
				uuid := p.table(2)
				p.pay()
				line := p.eval("posmodel.getOrder().lines[0].uuid")
				elsewhere := order("elsewhere", 1)
				elsewhere["lines"].([]any)[0].([]any)[2].(record)["uuid"] = line
				loggedIn(t, p.s, "admin").call("pos.order", "sync_from_ui", nil, []any{elsewhere})
				p.net.cut("")
				p.decideOn(choice, "with this uuid already exists")
				p.waitFor("the old order to go", `!posmodel.models["pos.order"].getBy("uuid", "`+uuid+`")`)
				p.waitFor("nothing to wait", `!window.poswarm.waiting?.sales`)
				p.reload()
				p.waitUp()
				p.waitFor("nothing to wait", `window.poswarm.waiting && !window.poswarm.waiting.sales`)
				if kept := p.ledger("orders"); kept != "" {
					t.Errorf("the ledger keeps %q", kept)
				}
				if orders := p.s.Orders(); len(orders) != want || p.inPOS(uuid) {
					t.Errorf("the server has %+v; in the page: %v", orders, p.inPOS(uuid))
				}
			})
		})
	}
}

// saas-19.4 adds the payments of what is sent again to those of a sale that it has.
func TestSaleThatTheServerHasIsNotSentAgain(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(2)
		p.s.LoseAnswers("pos.order.sync_from_ui", 1)
		total := p.pay()
		p.settledWith(uuid, total, 1)
		if times := p.s.Orders()[0].Received; times != 1 {
			t.Errorf("it was sent %d times", times)
		}
	})
}

// A question stays on the screen, and the sale arrives meanwhile: what was decided is no longer
// what is to be done.
func TestDecisionIsOnWhatIsThen(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid, total := p.refusedSale()
		var payload any
		p.call(`(uuid) => posmodel.models["pos.order"].getBy("uuid", uuid).serializeForORM({ keepCommands: true })`, &payload, uuid)
		p.opensDecision()
		p.s.SpoilAnswers("pos.order.sync_from_ui", 0, Spoiled{})
		loggedIn(t, p.s, "admin").call("pos.order", "sync_from_ui", nil, []any{payload})
		p.answer("own")
		p.settledWith(uuid, total, 1)
		if n := len(p.s.Orders()); n != 1 {
			t.Errorf("the server has %d orders", n)
		}
	})
}

// What is asked about is not sent, and nobody is asked twice.
func TestNobodyIsAskedTwiceAboutASale(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		uuid, total := p.refusedSale()
		release := p.net.holdBack("read_pos_orders")
		press := `() => { for (let i = 0; i < 2; i++) document.querySelector(".poswarm-waiting-list .poswarm-settle").click(); }`
		p.waitFor("the sale in the list", settleButton)
		p.call(press, nil)
		p.net.holdBack("")
		release()
		p.waitFor("the question", `document.querySelector(".poswarm-question")`)
		p.call(`() => new Promise((resolve) => setTimeout(resolve, 300))`, nil)
		if n := p.eval(`document.querySelectorAll(".poswarm-question").length`); n != "1" {
			t.Errorf("%s questions", n)
		}
		p.s.SpoilAnswers("pos.order.sync_from_ui", 0, Spoiled{})
		p.call(`async () => { await posmodel.syncAllOrders({ refusedToo: true }); }`, nil)
		if n := len(p.s.Orders()); n != 0 {
			t.Errorf("the server has %d orders while somebody decides", n)
		}
		p.answer("again")
		p.settledWith(uuid, total, 1)
	})
}

// settleButton opens the list until there is something to decide on in it.
const settleButton = `document.querySelector(".poswarm-waiting-list .poswarm-settle") || void (document.querySelector(".poswarm-waiting-list")?.remove(), document.querySelector(".poswarm-waiting")?.click())`

// refusedSale is one of an outage that the server does not take.
func (p *till) refusedSale() (uuid, total string) {
	p.t.Helper()
	p.offline()
	uuid = p.table(0)
	total = p.pay()
	p.s.SpoilAnswers("pos.order.sync_from_ui", 1000, Spoiled{Error: "no"})
	p.net.cut("")
	p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1`)
	return uuid, total
}

func (p *till) opensDecision() {
	p.t.Helper()
	p.waitFor("what is to be settled in the list", settleButton)
	p.call(`() => document.querySelector(".poswarm-waiting-list .poswarm-settle").click()`, nil)
	p.waitFor("the question", `document.querySelector(".poswarm-question")`)
}

// The refund of a sale that was booked as another one, or is in the books otherwise, has an end.
func TestRefundOfASaleThatWasDecidedOn(t *testing.T) {
	for choice, want := range map[string]int{"own": 2, "remove": 1} {
		t.Run(choice, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				p.offline()
				sold := p.table(0)
				p.pay()
				refund := p.refunds(sold)
				p.s.SpoilAnswers("pos.order.sync_from_ui", 1000, Spoiled{About: sold, Error: "no"})
				p.net.cut("")
				p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1`)
				p.opensDecision()
				p.answer(choice)
				p.waitFor("nothing to wait", `window.poswarm.waiting?.sales === 0`)
				orders := p.s.Orders()
				if len(orders) != want {
					t.Fatalf("the server has %+v", orders)
				}
				p.s.mu.Lock()
				defer p.s.mu.Unlock()
				link := number(p.s.orders[refund].lines[0]["refunded_orderline_id"])
				if (link != 0) != (choice == "own") {
					t.Errorf("the refund is of line %v", link)
				}
			})
		})
	}
}

// Another till leaves a payment on the bill that is paid here: the guest has not paid twice.
func TestPaymentOfAnotherTillOnAPaidBill(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.leave()
		p.offline()
		p.s.mu.Lock()
		o := p.s.orders[uuid]
		y := &orderSync{s: p.s, user: 2}
		err := y.create(o, "pos.payment", &o.payments, map[string]any{"uuid": "another-tills-payment", "amount": 1.0, "payment_method_id": 1.0})
		o.complete(p.s)
		p.s.mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		total := p.pay()
		p.net.cut("")
		p.waitFor("the word on it", `document.querySelector(".poswarm-question")?.innerText.includes("Another terminal added")`)
		p.answer("close")
		p.settledWith(uuid, total, 1)
	})
}

// Where cash is rounded the server writes another total than the till has sent.
func TestRoundedTotalIsNoOtherSale(t *testing.T) {
	for name, c := range map[string]struct {
		off     float64
		differs bool
	}{"rounded": {0.02, false}, "otherwise": {0.06, true}} {
		t.Run(name, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				p.call(`() => {
					Object.defineProperty(posmodel.config, "cash_rounding", { value: true });
					Object.defineProperty(posmodel.config, "rounding_method", { value: { rounding: 0.05 } });
				}`, nil)
				uuid := p.table(0)
				release := p.net.holdBack("read_pos_orders")
				p.pay()
				p.s.mu.Lock()
				o := p.s.orders[uuid]
				o.values["amount_total"] = amount(o.values["amount_total"]) - c.off
				p.s.mu.Unlock()
				p.net.holdBack("")
				release()
				if c.differs {
					p.waitFor("the word on it", `window.poswarm.waiting?.trouble === 1`)
				} else {
					p.waitFor("nothing to wait", `window.poswarm.waiting?.sales === 0`)
				}
			})
		})
	}
}

// The office has archived a tax with which a line was sold: the page has not loaded it.
func TestLineKeepsTheTaxItWasSoldWith(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		var tax int
		p.call(`() => {
			const [tax] = posmodel.models["account.tax"].getAll();
			posmodel.getOrder().lines[0].update({ tax_ids: [tax.id] });
			return tax.id;
		}`, &tax)
		p.offline()
		total := p.pay()
		p.call(`() => { posmodel.getOrder().lines[0].update({ tax_ids: [] }); }`, nil)
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		if got := fmt.Sprint(p.s.orders[uuid].lines[0]["tax_ids"]); got != fmt.Sprintf("[%d]", tax) {
			t.Errorf("the line has the taxes %s, want %d", got, tax)
		}
	})
}
