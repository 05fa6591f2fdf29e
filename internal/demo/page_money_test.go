package demo

import (
	"fmt"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// press clicks a text in the menu or in a dialog.
func (p *till) press(text string) {
	p.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(".dropdown-item, .modal-dialog button")].findLast((e) => e.innerText === %q)`, text)
	p.waitFor(text, find)
	p.eval(find + ".click() ?? true")
}

// server waits until the server says something is so.
func (p *till) server(what string, so func() bool) {
	p.t.Helper()
	for wait := pacetest.For(p.t, 10*time.Second, what+" at the server"); !so(); time.Sleep(10 * time.Millisecond) {
		if err := wait.Err(); err != nil {
			p.t.Fatalf("%v: it has %+v, %+v and %+v; the page shows %s", err, p.s.Orders(), p.s.CashMoves(), p.s.Cards(),
				p.eval(`document.body.innerText.slice(0, 400)`))
		}
	}
}

// What a cashier does with money, and what the server has of it: one till a build.
func TestTillsMoney(t *testing.T) {
	for _, odoo := range Odoos() {
		t.Run(odoo, func(t *testing.T) {
			p := newTillAt(t, Options{Worker: WorkerStockLike, Odoo: odoo})
			p.navigate("/pos/ui/1")
			p.waitUp()
			sold := p.sell()
			p.server("the sale", func() bool { return len(p.s.Orders()) == 1 })
			p.call(`(uuid) => {
				const order = posmodel.refundOrder(posmodel.models["pos.order"].getBy("uuid", uuid));
				posmodel.navigate("PaymentScreen", { orderUuid: order.uuid });
			}`, nil, sold)
			p.click(".paymentmethod")
			p.click(".validation-button.next.highlight")
			p.server("the refund", func() bool {
				o := p.s.Orders()
				return len(o) == 2 && o[1].Total == -56.5 && o[1].State == "paid"
			})

			p.click(".o-dropdown")
			p.press("Cash In/Out")
			p.press("Cash In")
			p.call(`() => { document.querySelector("[name=amount]").value = "5"; document.querySelector("[name=reason]").value = "change"; }`, nil)
			p.press("Confirm")
			p.server("the cash move", func() bool { m := p.s.CashMoves(); return len(m) == 1 && m[0].Amount == 5 })

			p.s.AddCard(3)
			p.click(".receipt-screen .next")
			p.call(`() => { posmodel.getOrder().uiState.couponPointChanges = { 1: { coupon_id: 1, points: 56.5, program_id: 1 } }; }`, nil)
			p.waitFor("products", `document.querySelector("article.product")`)
			p.call(`() => [...document.querySelectorAll("article.product")].find((tile) =>
				tile.querySelector(".product-name").innerText === "Desk Lamp").click()`, nil)
			p.call(`() => posmodel.setTip(2).id && null`, nil)
			p.click(".pay-order-button")
			p.click(".paymentmethod")
			p.click(".validation-button.next.highlight")
			p.server("the tip and the points", func() bool {
				o := p.s.Orders()
				return len(o) == 3 && o[2].Total == 58.5 && o[2].Lines == 2 && p.s.Cards()[0].Points == 56.5
			})
		})
	}
}

// A line that is taken off a table's order is taken off the server's.
func TestLineIsTakenOffATable(t *testing.T) {
	p := newTillAt(t, Options{Worker: WorkerStockLike, Odoo: Odoo19June})
	p.navigate("/pos/ui/3")
	p.waitUp()
	p.click(".open-register-btn")
	p.click(".floor-map .table")
	p.click(`article.product:nth-child(2)`)
	p.click(`article.product:nth-child(3)`)
	floor := `() => posmodel.navigate("FloorScreen")`
	p.call(floor, nil)
	p.server("the draft", func() bool { o := p.s.Orders(); return len(o) == 1 && o[0].Lines == 2 })
	p.click(".floor-map .table.occupied")
	p.waitFor("the order", `posmodel.getOrder()?.lines.length === 2 && posmodel.getOrder().isSynced`)
	p.call(`() => { const order = posmodel.getOrder(); order.removeOrderline(order.lines[0]); }`, nil)
	p.call(floor, nil)
	p.server("the draft without it", func() bool { o := p.s.Orders(); return len(o) == 1 && o[0].Lines == 1 && o[0].Received == 2 })
}
