package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// atEach runs a story of the page module on either build of Odoo.
func atEach(t *testing.T, story func(*testing.T, *till)) {
	for _, odoo := range Odoos() {
		t.Run(odoo, func(t *testing.T) {
			p := newTillAt(t, Options{Worker: WorkerPoswarm, Odoo: odoo})
			p.navigate("/pos/ui/1")
			p.waitUp()
			p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
			story(t, p)
		})
	}
}

// table starts an order and gives it products, as a waiter does.
func (p *till) table(products ...int) (uuid string) {
	p.t.Helper()
	p.call(`() => {
		document.querySelector(".open-register-btn")?.click();
		const order = posmodel.addNewOrder();
		posmodel.navigate("ProductScreen", { orderUuid: order.uuid });
	}`, nil)
	for _, n := range products {
		p.addLine(n)
	}
	return p.eval("posmodel.getOrder().uuid")
}

func (p *till) addLine(product int) {
	p.t.Helper()
	p.call(`(n) => {
		const template = posmodel.models["product.template"].filter((one) => one.product_variant_ids.length === 1 && !one.attribute_line_ids.length)[n];
		posmodel.addLineToCurrentOrder(template.product_variant_ids[0], template);
	}`, nil, product)
}

// leave sends the order on the screen as a draft; a lost answer is no error.
func (p *till) leave() {
	p.t.Helper()
	p.call(`async () => {
		const order = posmodel.getOrder();
		posmodel.addPendingOrder([order.id]);
		await posmodel.syncAllOrders({ orders: [order] });
	}`, nil)
}

// leaveUnanswered does so while the server goes away behind its work.
func (p *till) leaveUnanswered() {
	p.t.Helper()
	const call = "pos.order.sync_from_ui"
	before := p.s.LostAnswers(call)
	p.s.LoseAnswers(call, 1)
	p.leave()
	if p.s.LostAnswers(call) != before+1 {
		p.t.Fatal("the answer was not lost")
	}
	p.offline()
}

// pay pays the order on the screen; the total is the receipt's.
func (p *till) pay() (total string) {
	p.t.Helper()
	return p.payWithin(10 * time.Second)
}

func (p *till) payWithin(patience time.Duration) (total string) {
	p.t.Helper()
	p.click(".pay-order-button")
	p.click(".paymentmethod")
	p.click(".validation-button.next.highlight")
	p.waitWithin(patience, "the receipt", `document.querySelector(".receipt-screen .pos-receipt")`)
	return p.eval("posmodel.getOrder().priceIncl.toFixed(2)")
}

// settledWith waits until the server has one paid order of that total, with so
// many lines and one payment, and the ledger has let go of it.
func (p *till) settledWith(uuid, total string, lines int) {
	p.t.Helper()
	p.arrives(uuid + " " + total) // the draft may have been there, under the same total
	wait := pacetest.For(p.t, 5*time.Second, "the payment to be on the server, and the ledger to let go")
	for ; p.s.Orders()[0].State != "paid" || p.ledger("orders") != ""; time.Sleep(10 * time.Millisecond) {
		if wait.Err() != nil {
			break
		}
	}
	if o := p.s.Orders()[0]; o.State != "paid" || o.Lines != lines || len(o.Payments) != 1 || fmt.Sprintf("%.2f", o.Payments[0].Amount) != total {
		p.t.Errorf("the server has %+v, not %s with %d lines", o, total, lines)
	}
	if kept := p.ledger("orders"); kept != "" {
		p.t.Errorf("the ledger keeps %q", kept)
	}
}

// An offline start drops the orders of the disk, and the next sale's write
// deletes them there: Odoo itself loses the first sale (builds_test.go).
func TestLedgerBringsSalesThroughOfflineReloads(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		first := p.sell()
		if kept := p.ledger("orders"); kept != first+" paid 56.5" {
			t.Fatalf("the receipt shows, and the ledger has %q", kept)
		}
		p.navigate("/pos/ui/1")
		p.waitUp()
		if !p.inPOS(first) {
			t.Error("after the offline reload the sale is not in the POS")
		}
		second := p.sell()
		p.settled()
		p.net.cut("")
		p.arrive([]string{first, second})
	})
}

// The answer to a table's first send gives it another number, under which Odoo writes it
// to the disk 300 ms after it has deleted the old one.
func TestTableIsThereAfterF5InTheMomentOfItsSend(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		for range 3 {
			uuid := p.table(0)
			p.leave()
			p.net.cut("dead")
			p.navigate("/pos/ui/1")
			p.waitUp()
			p.holdsLines(uuid, "1")
			p.net.cut("")
			p.navigate("/pos/ui/1")
			p.waitUp()
		}
	})
}

// Odoo writes one model after the other. Where the answer to a table's first send came in
// between, the disk had an order with the old numbers of its lines, and lines with new ones.
func TestTableIsWholeWhereverItsWriteEnds(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.call(`async () => {
			const { put } = IDBObjectStore.prototype;
			const { transaction } = IDBDatabase.prototype;
			const pos = posmodel.data.indexedDB.db.name;
			let answered = false;
			let held;
			let last;
			IDBObjectStore.prototype.put = function (record) {
				if (this.name === "pos.order" && !held) {
					held = this.transaction;
					const hold = () => answered || (this.count().onsuccess = hold);
					hold();
				}
				if (this.name === "pos.order.line" && Number.isInteger(record.id)) {
					last = this.transaction;
					window.ended = new Promise((resolve) => last.addEventListener("complete", () => resolve("ended")));
				}
				return put.apply(this, arguments);
			};
			IDBDatabase.prototype.transaction = function () {
				if (last && this.name === pos) {
					throw new DOMException("the page has ended", "AbortError");
				}
				return transaction.apply(this, arguments);
			};
			posmodel.data.synchronizeLocalDataInIndexedDB();
			const order = posmodel.getOrder();
			posmodel.addPendingOrder([order.id]);
			await posmodel.syncAllOrders({ orders: [order] });
			answered = true;
		}`, nil)
		p.waitFor("the lines with their numbers on the disk", `window.ended`)
		p.net.cut("dead")
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.holdsLines(uuid, "1")
	})
}

// holdsLines compares how many lines the page has of an order.
func (p *till) holdsLines(uuid, want string) {
	p.t.Helper()
	if lines := p.eval(`posmodel.models["pos.order"].getBy("uuid", "` + uuid + `")?.lines.length ?? null`); lines != want {
		p.t.Errorf("the table has %s lines, not %s", lines, want)
	}
}

// What the receipt said is what is sold, whatever becomes of the page's copy of it: an
// older copy of its lines is loaded over it, and one that was taken off is there again.
func TestSaleWhoseLinesAreOverwritten(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0, 1)
		p.leave()
		p.call(`() => { window.before = posmodel.getOrder().lines.map((line) => ({ ...line.serializeForIndexedDB() })); }`, nil)
		p.net.cut("dead")
		p.call(`() => {
			const order = posmodel.getOrder();
			order.lines[0].setQuantity(3);
			order.removeOrderline(order.lines[1]);
		}`, nil)
		total := p.pay()
		p.call(`() => { posmodel.models.loadConnectedData({ "pos.order.line": window.before }); }`, nil)
		if p.eval(`posmodel.models["pos.order"].getBy("uuid", "`+uuid+`").lines.map(({ qty }) => qty).join()`) == "3" {
			t.Fatal("nothing was overwritten")
		}
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		p.has(uuid, "3")
	})
}

// has compares the pieces of the order's one line on the server.
func (p *till) has(uuid, pieces string) {
	p.t.Helper()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if qty := p.s.orders[uuid].lines[0]["qty"]; fmt.Sprint(qty) != pieces {
		p.t.Errorf("the server has %v pieces of the %s that were paid", qty, pieces)
	}
}

// The last moment in which that can happen is the question that is asked before the send:
// what does not say what was sold is not sent.
func TestSaleWhoseLinesAreOverwrittenDuringItsSend(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid := p.table(0)
		p.leave()
		p.call(`() => { window.before = posmodel.getOrder().lines.map((line) => ({ ...line.serializeForIndexedDB() })); }`, nil)
		p.offline()
		p.call(`() => { posmodel.getOrder().lines[0].setQuantity(3); }`, nil)
		total := p.pay()
		p.call(`() => {
			const { models } = posmodel;
			const orderOf = () => models["pos.order"].getBy("uuid", "`+uuid+`");
			const stock = orderOf().constructor.prototype.serializeForORM;
			orderOf().constructor.prototype.serializeForORM = function (...args) {
				if (window.before && this.uuid === "`+uuid+`" && posmodel.syncingOrders.size) {
					models.loadConnectedData({ "pos.order.line": window.before });
					window.before = null;
				}
				return stock.apply(this, args);
			};
		}`, nil)
		p.net.cut("")
		p.settledWith(uuid, total, 1)
		if p.eval("window.before") != "null" {
			t.Fatal("nothing was overwritten")
		}
		p.has(uuid, "3")
	})
}

// A page that runs for hours collects its garbage. What the ledger stands on is no garbage:
// Chrome 148 ended a bucket that nobody held, which 156 does not.
func TestLedgerOutlivesCollectedGarbage(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.call(`async () => { await gc({ type: "major", execution: "async" }); }`, nil)
		p.net.cut("dead")
		uuid := p.sell()
		if problem := p.eval("window.poswarm.waiting.problem"); problem != "null" {
			t.Errorf("the ledger says %s", problem)
		}
		if kept := p.ledger("orders"); kept != uuid+" paid 56.5" {
			t.Errorf("the receipt shows, and the ledger has %q", kept)
		}
	})
}

// What a send whose answer was lost has left on the server is told by uuid, and
// the payment that follows without the server stands.
func TestOrderWhoseSendWasNotAnswered(t *testing.T) {
	stories := map[string]struct {
		steps func(*till) string
		lines int
	}{
		"its first send": {func(p *till) string {
			uuid := p.table(0, 1)
			p.leaveUnanswered()
			return uuid
		}, 2},
		"a second round": {func(p *till) string {
			uuid := p.table(0)
			p.leave()
			p.addLine(1)
			p.leaveUnanswered()
			return uuid
		}, 2},
		"a line taken off, which the server has removed": {func(p *till) string {
			uuid := p.table(0, 1, 2)
			p.leave()
			p.call(`() => posmodel.getOrder().lines[1].delete({ backend: true })`, nil)
			p.leaveUnanswered()
			return uuid
		}, 2},
		"a line taken off after it": {func(p *till) string {
			uuid := p.table(0, 1)
			p.leaveUnanswered()
			p.call(`() => posmodel.getOrder().lines[1].delete({ backend: true })`, nil)
			return uuid
		}, 1},
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			atEach(t, func(t *testing.T, p *till) {
				uuid := story.steps(p)
				total := p.pay()
				p.net.cut("")
				p.settledWith(uuid, total, story.lines)
			})
		})
	}
}

// away leaves the POS: nothing of it runs when the server is back.
func (p *till) away() {
	p.t.Helper()
	if err := p.page.Navigate(p.ctx, "about:blank"); err != nil {
		p.t.Fatal(err)
	}
}

// A change in the office makes the next page drop its database, sales included.
func TestChangeOfSettingsTakesNoSale(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		uuid := p.sell()
		p.settled()
		p.away()
		p.s.ChangeSettings()
		p.net.cut("")
		p.navigate("/pos/ui/1?from_backend=True")
		p.waitUp()
		p.arrives(uuid + " 56.50")
	})
}

// cashIn makes a cash move as the popup does.
func (p *till) cashIn(amount float64, reason string) {
	p.t.Helper()
	p.call(`async (amount, reason) => {
		await posmodel.data.call("pos.session", "try_cash_in_out", [[posmodel.session.id], "in", amount, reason, 1, {}], {}, true);
	}`, nil, amount, reason)
}

func (p *till) cashBook() string {
	p.t.Helper()
	return p.cashOf(1)
}

// cashOf gives a session's cash book.
func (p *till) cashOf(session int) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var moves []string
	for _, m := range p.s.cash.moves[session] {
		moves = append(moves, fmt.Sprintf("%s %.2f", m.Reason, m.Amount))
	}
	return strings.Join(moves, ", ")
}

// commandsDone waits until no command waits.
func (p *till) commandsDone() {
	p.t.Helper()
	p.waitFor("the commands", `!posmodel.data.network.offline && !posmodel.data.network.unsyncData.length && !window.poswarm.waiting?.commands`)
}

func TestCashMovesOutliveAReload(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.offline()
		p.cashIn(11, "float")
		p.cashIn(3, "coins")
		p.reload()
		p.waitUp()
		p.net.cut("")
		p.commandsDone()
		if got := p.cashBook(); got != "float 11.00, coins 3.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// Made again, the move would be twice in the book.
func TestCashMoveWhoseAnswerWasLostIsMadeOnce(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.s.LoseAnswers("pos.session.try_cash_in_out", 1)
		p.cashIn(11, "float")
		p.commandsDone()
		if got := p.cashBook(); got != "float 11.00" || p.s.LostAnswers("pos.session.try_cash_in_out") != 1 {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// A move like one of a minute ago never reached the server: that one is there does not
// mean that this one is.
func TestCashMoveLikeTheOneBeforeIsMade(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.cashIn(5, "coins")
		p.s.LoseAnswers("pos.session.try_cash_in_out", 1)
		p.cashIn(5, "coins")
		p.commandsDone()
		p.offline()
		p.cashIn(5, "coins")
		p.reload()
		p.waitUp()
		p.net.cut("")
		p.commandsDone()
		if got := p.cashBook(); got != "coins 5.00, coins 5.00, coins 5.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// Another till's move is alike: the server tells this one by its name.
func TestCashMoveLikeAnotherTillsIsMadeOnce(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.s.mu.Lock()
		p.s.cash.add(p.s.openSession(1), "in", 5, "coins", p.s.now())
		p.s.mu.Unlock()
		p.s.LoseAnswers("pos.session.try_cash_in_out", 1)
		p.cashIn(5, "coins")
		p.commandsDone()
		if got := p.cashBook(); got != "coins 5.00, coins 5.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// A record without a uuid, whose answer was lost: only the cashier may know of it.
func TestCashierIsAskedWhenNobodyCanTell(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.table(0)
		p.leave()
		const create = "pos.order.line.create"
		p.s.LoseAnswers(create, 1)
		p.call(`async () => {
			const order = posmodel.getOrder() ?? posmodel.models["pos.order"].find(({ state }) => state === "draft");
			const values = [{ order_id: order.id, product_id: order.lines[0].raw.product_id, qty: 1, price_unit: 2, price_subtotal_incl: 0 }];
			await posmodel.data.execute({ type: "create", model: "pos.order.line", values, queue: true });
		}`, nil)
		p.waitFor("the question", `document.querySelector(".poswarm-question")`)
		if asked := p.question(); !strings.Contains(asked, create) {
			t.Errorf("it asks %q", asked)
		}
		p.answer("done")
		p.commandsDone()
		if made := slices.DeleteFunc(p.s.Log().Entries(), func(e Entry) bool { return e.Call != create }); len(made) != 1 {
			t.Errorf("it was made %d times", len(made))
		}
	})
}

// The server refuses it for good: it is listed with the server's words, and what
// comes after it goes on.
func TestRefusedSaleIsListed(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		uuid := p.table(0)
		p.pay()
		p.s.DeleteProduct(int(p.number(`posmodel.getOrder().lines[0].raw.product_id`)))
		p.net.cut("")
		p.waitFor("the sign of trouble", `window.poswarm.waiting?.trouble === 1 && document.querySelector(".poswarm-waiting.btn-danger")`)
		// The bar is drawn anew now and then, and the button comes back behind it.
		p.waitFor("the list", `document.querySelector(".poswarm-waiting-list td") || void document.querySelector(".poswarm-waiting")?.click()`)
		if list := p.eval(`document.querySelector(".poswarm-waiting-list").innerText`); !strings.Contains(list, "The server refused it") {
			t.Errorf("the list says %q", list)
		}
		if kept := p.ledger("orders"); !strings.HasPrefix(kept, uuid+" paid ") {
			t.Errorf("the ledger has %q", kept)
		}
	})
}

// A command that the server refuses stays until somebody has read why.
func TestRefusedCommandIsSettledByTheCashier(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.offline()
		p.call(`async () => {
			await posmodel.data.call("pos.session", "set_opening_control", [[99], 7, ""], {}, true);
		}`, nil)
		p.net.cut("")
		p.settle("again")
		p.settle("keep")
		p.reload()
		p.waitUp()
		p.settle("remove")
		p.waitFor("nothing to wait", `!window.poswarm.waiting?.commands`)
		if kept := p.ledger("commands"); kept != "" {
			t.Errorf("the ledger has %q", kept)
		}
	})
}

// settle opens the list and decides on the refused command there.
func (p *till) settle(choice string) {
	p.t.Helper()
	p.opensDecision()
	if asked := p.question(); !strings.Contains(asked, "Opening of the register with 7 in cash") || !strings.Contains(asked, "pos.session(99,)") {
		p.t.Errorf("it asks %q", asked)
	}
	p.answer(choice)
}

// number is a number of the page.
func (p *till) number(js string) float64 {
	p.t.Helper()
	var n float64
	if err := p.page.Eval(p.ctx, js, &n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// keptUser is the record that a start without the server has of a user.
const keptUser = `async () => {` + asPromise + `
	const bucket = await navigator.storageBuckets.open("poswarm-ledger");
	const database = await done(bucket.indexedDB.open("poswarm-ledger"));
	const kept = await done(database.transaction("kept").objectStore("kept").getAll());
	database.close();
	const { record, cashMoves } = kept.find(({ key }) => key.startsWith("user "))?.value ?? {};
	return [record?.name, record?.role ?? record?._role, cashMoves].join(" ");
}`

// With the same session open nobody is asked who sells: the page says it.
func TestNextUserSellsInHerOwnName(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		var kept string
		if p.call(keptUser, &kept); kept != "Demo Admin manager true" {
			t.Errorf("of the user is kept %q", kept)
		}
		p.net.cut("dead")
		uuid := p.sell()
		open := p.table(0) // and leaves it so
		p.settled()
		p.away()
		p.net.cut("")
		p.navigate("/web/login")
		p.call(`async () => {
			await fetch("/web/session/logout");
			const response = await fetch("/web/session/authenticate", { method: "POST",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({ id: 1, params: { login: "cashier", password: "cashier" } }) });
			if (!(await response.json()).result) throw new Error("no log-in");
		}`, nil)
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(`posmodel.user.name`); got != "Demo Cashier" {
			t.Errorf("%s sells", got)
		}
		p.arrives(uuid + " 56.50")
		p.s.mu.Lock()
		seller := number(p.s.orders[uuid].values["user_id"])
		p.s.mu.Unlock()
		if seller != 2 {
			t.Errorf("the sale of before is user %d's", seller)
		}
		p.reload() // Odoo's own data has both users now
		p.waitUp()
		p.call(`(uuid) => {
			posmodel.setOrder(posmodel.models["pos.order"].getBy("uuid", uuid));
			posmodel.navigate("ProductScreen", { orderUuid: uuid });
		}`, nil, open)
		p.pay()
		p.arrive([]string{uuid, open})
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		if seller := number(p.s.orders[open].values["user_id"]); seller != 6 {
			t.Errorf("what was left open, and paid by user 6, is user %d's", seller)
		}
	})
}

// A page that ended while Odoo wrote the data of its first load left no user behind: the
// next start ended in the critical box, and so did every one after it.
func TestDataWithoutAUserIsAskedForAnew(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.settled()
		p.navigate("/web/login")
		p.call(`async () => {`+asPromise+`
			const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith("point-of-sale-1-"));
			const database = await done(indexedDB.open(name));
			await done(database.transaction("res.users", "readwrite").objectStore("res.users").clear());
			database.close();
		}`, nil)
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(`posmodel.user.name`); got != "Demo Admin" {
			t.Errorf("%s sells", got)
		}
	})
}

// breakLedger makes every write to the ledger fail, strangeEntry leaves one there.
var breakLedger = pageScript("full-ledger.js")

const strangeEntry = `async () => {` + asPromise + `
	const bucket = await navigator.storageBuckets.open("poswarm-ledger");
	const database = await done(bucket.indexedDB.open("poswarm-ledger"));
	await done(database.transaction("orders", "readwrite").objectStore("orders").put({ schema: 99, uuid: "strange" }));
	database.close();
}`

// A ledger that cannot take a sale holds nothing up, and says so.
func TestSaleGoesOnWithoutTheLedger(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.call(breakLedger, nil)
		uuid := p.sell()
		p.waitFor("the red sign", `window.poswarm.waiting?.problem?.kind === "full" && document.querySelector(".poswarm-waiting.btn-danger")`)
		p.arrives(uuid + " 56.50")
		p.call(`() => window.mend()`, nil)
		p.sell()
		p.waitFor("the sign to go", `!window.poswarm.waiting.problem && !document.querySelector(".poswarm-waiting")`)
	})
}

// What a later module has written is left as it is.
func TestEntryThatIsNotUnderstoodStays(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.call(strangeEntry, nil)
		p.reload()
		p.waitUp()
		p.waitFor("the red sign", `window.poswarm.waiting?.problem?.kind === "unknown"`)
		uuid := p.sell()
		p.arrives(uuid + " 56.50")
		p.waitFor("the sale to be settled", `!window.poswarm.waiting.sales`)
		wait := pacetest.For(t, 5*time.Second, "the sale to be off the disk")
		for kept := p.ledger("orders"); kept != "strange"; kept = p.ledger("orders") {
			if err := wait.Err(); err != nil {
				t.Fatalf("%v: the ledger has %q", err, kept)
			}
		}
	})
}
