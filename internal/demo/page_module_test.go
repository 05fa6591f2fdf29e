package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// onPage is a till whose page holds the addon's module and is in a snapshot.
func onPage(t *testing.T, config int) *till {
	p := newTill(t, WorkerPoswarm)
	p.navigate(fmt.Sprintf("/pos/ui/%d", config))
	p.waitUp()
	p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	return p
}

// question is the text of the page module's question, "" when it asks nothing.
func (p *till) question() string {
	p.t.Helper()
	return p.eval(`document.querySelector(".poswarm-question")?.innerText ?? ""`)
}

func (p *till) answer(choice string) {
	p.t.Helper()
	p.click(".poswarm-question [data-poswarm-choice=" + choice + "]")
}

// offlineSign waits until the POS knows that its server is away.
func (p *till) offlineSign() {
	p.t.Helper()
	p.waitFor("the offline sign", `posmodel.data.network.offline`)
}

// tellNewer speaks as the worker does when the server's page came too late.
func (p *till) tellNewer(config, session int) {
	p.t.Helper()
	p.call(`(config, pos_session) => {
		const channel = new BroadcastChannel("poswarm");
		channel.postMessage({ schema: 1, type: "newer", config, pos_session, id: "late" });
		channel.close();
	}`, nil, config, session)
}

// breakData empties a store that the POS cannot start without: the next page
// ends in the critical box.
func (p *till) breakData() {
	p.t.Helper()
	p.call(`() => new Promise((done) => {
		const store = posmodel.data.indexedDB.db.transaction("pos.config", "readwrite").objectStore("pos.config");
		store.clear();
		store.transaction.oncomplete = () => done();
	})`, nil)
}

func (p *till) mark() { p.t.Helper(); p.eval(`window.before = true`) }

// A late page of another POS session, with no sale on the screen: the opening
// control of the new session is what the cashier gets.
func TestLatePageIsTakenAtOnce(t *testing.T) {
	p := onPage(t, 1)
	if err := p.s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	p.mark()
	p.tellNewer(2, 99) // of another POS
	p.tellNewer(1, 1)  // of this very session
	p.tellNewer(1, 4)
	p.waitFor("the new page", `!window.before && `+isUp)
	p.click(".open-register-btn")
	p.waitFor("the opening control", `document.querySelector(".opening-notes-container") && posmodel.session.id === 4`)
}

// With a sale on the screen nothing moves before the sale is over, and then
// only when the cashier agrees.
func TestLatePageAsksBeforeTheNextSale(t *testing.T) {
	p := onPage(t, 1)
	p.click(".open-register-btn")
	p.click(`article.product:nth-child(2)`)
	p.mark()
	p.tellNewer(1, 4)
	p.click(".pay-order-button")
	p.click(".paymentmethod")
	p.click(".validation-button.next.highlight")
	p.waitFor("the receipt", `document.querySelector(".receipt-screen .pos-receipt")`)
	if asked := p.question(); asked != "" || p.eval("window.before") != "true" {
		t.Fatalf("the sale was disturbed by %q", asked)
	}
	p.click(".receipt-screen .next")
	p.waitFor("the question", `document.querySelector(".poswarm-question")`)
	p.answer("later")
	p.sell()
	if p.eval("window.before") != "true" {
		t.Fatal("the page left though the cashier said later")
	}
	p.click(".receipt-screen .next")
	p.waitFor("the question again", `document.querySelector(".poswarm-question")`)
	p.answer("reload")
	p.waitFor("the new page", `!window.before && `+isUp)
	if n := len(p.s.Orders()); n != 2 {
		t.Errorf("%d orders are on the server, not 2", n)
	}
}

// Between two sales the page asks for the server and writes to the disk before it makes
// way. A sale that begins meanwhile is not taken from the screen.
func TestLatePageTakesNoSaleThatBeganMeanwhile(t *testing.T) {
	p := onPage(t, 1)
	p.click(".open-register-btn")
	p.mark()
	p.eval(`{ const { data } = posmodel, asks = data.checkConnectivity.bind(data);
		const answered = new Promise((resolve) => { window.answer = resolve; });
		data.checkConnectivity = async () => { window.asked = true; await answered; return asks(); }; }`)
	p.tellNewer(1, 4)
	p.waitFor("the question whether the server is there", `window.asked`)
	p.click(`article.product:nth-child(2)`)
	p.waitFor("the line", `posmodel.getOrder().lines.length === 1`)
	p.call(`async () => { window.answer(); await posmodel.data.checkConnectivity(); await new Promise((resolve) => setTimeout(resolve, 300)); }`, nil)
	if p.eval("window.before && posmodel.getOrder().lines.length") != "1" {
		t.Fatal("the page left with a sale on the screen")
	}
	p.click(".pay-order-button")
	p.click(".paymentmethod")
	p.click(".validation-button.next.highlight")
	p.click(".receipt-screen .next")
	p.waitFor("the question", `document.querySelector(".poswarm-question")`)
	p.answer("reload")
	p.waitFor("the new page", `!window.before && `+isUp)
}

// The server takes its time to answer with the page: what began on the old one meanwhile
// would end with it.
func TestPageThatMakesWayTakesNoSale(t *testing.T) {
	p := onPage(t, 1)
	p.click(".open-register-btn")
	p.waitFor("products", `document.querySelector("article.product")`)
	p.mark()
	p.call(pageScript("note-cover.js"), nil)
	p.tellNewer(1, 4)
	p.waitFor("the new page", `!window.before && `+isUp)
	if got := p.eval(`sessionStorage.getItem("leaving")`); got != "true,0" {
		t.Errorf("covered, and keys that came through: %s", got)
	}
}

// The order is paid and its send is under way: no receipt is shown yet.
func TestLatePageWaitsForTheReceipt(t *testing.T) {
	p := onPage(t, 1)
	p.click(".open-register-btn")
	p.click(`article.product:nth-child(2)`)
	p.mark()
	p.click(".pay-order-button")
	p.click(".paymentmethod")
	release := p.net.holdBack("sync_from_ui")
	p.click(".validation-button.next.highlight")
	p.waitFor("the send", `posmodel.getOrder()?.finalized`)
	p.tellNewer(1, 4)
	p.call(`async () => { await posmodel.data.checkConnectivity(); await new Promise((resolve) => setTimeout(resolve, 300)); }`, nil)
	if p.eval("String(window.before && !document.querySelector('.poswarm-leaving'))") != "true" {
		t.Error("the page left in the middle of the send")
	}
	release()
	p.waitFor("the receipt", `document.querySelector(".receipt-screen .pos-receipt")`)
}

// What the disk did not take of an open order would be lost with the page.
func TestLatePageWaitsForADiskThatTakesOrders(t *testing.T) {
	p := onPage(t, 1)
	p.click(".open-register-btn")
	p.click(`article.product:nth-child(2)`)
	p.waitFor("the line", `posmodel.getOrder().lines.length === 1`)
	p.mark()
	p.call(pageScript("refuse-orders.js"), nil)
	p.tellNewer(1, 4)
	p.waitFor("the disk to refuse", `window.refused`)
	p.call(`async () => { await posmodel.data.synchronizeLocalDataInIndexedDB(); await new Promise((resolve) => setTimeout(resolve, 300)); }`, nil)
	if p.eval("window.before") != "true" {
		t.Fatal("the page left though the disk has not taken its order")
	}
	p.call(`() => { window.mend(); posmodel.navigate("LoginScreen"); }`, nil)
	p.waitFor("the new page", `!window.before && `+isUp)
}

func TestClosedRegisterIsToldAndTheSaleKept(t *testing.T) {
	p := onPage(t, 1)
	p.net.cut("dead")
	uuid := p.sell()
	p.offlineSign()
	if err := p.s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	p.net.cut("")
	p.waitFor("the question", `document.querySelector(".poswarm-question")`)
	if asked := p.question(); !strings.Contains(asked, "Open the register") || p.orders() != "" {
		t.Fatalf("it says %q, the server has %q", asked, p.orders())
	}
	p.answer("open")
	p.arrives(uuid + " 56.50")
	p.waitFor("the new session", isUp+` && posmodel.session.id === 4 && posmodel.session.state === "opening_control"`)
	if got := p.s.Orders()[0]; got.Session != 4 || got.State != "paid" {
		t.Errorf("the sale is %+v", got)
	}
}

// Odoo's own pages wipe without a word: that is what the guard stands before.
func TestCriticalBoxAsksBeforeItWipes(t *testing.T) {
	p := onPage(t, 1)
	p.net.cut("dead")
	uuid := p.sell()
	p.settled()
	p.breakData()
	p.navigate("/pos/ui/1")
	p.waitFor("the critical box", `document.querySelector(".pos-loader .pos-error")`)
	p.click(".pos-error .btn-primary")
	p.waitFor("the question", `document.querySelector(".poswarm-question")`)
	for _, want := range []string{"are kept: 1", "The server does not answer"} {
		if asked := p.question(); !strings.Contains(asked, want) {
			t.Errorf("it says %q, not %q", asked, want)
		}
	}
	p.answer("keep")
	const left = `Promise.all([indexedDB.databases(), caches.keys()]).then(([a, b]) => [a.length > 0, b.length > 0].join())`
	if got := p.eval(left); got != "true,true" {
		t.Errorf("something was wiped: %s", got)
	}
	p.click(".pos-error .btn-primary")
	p.answer("reset")
	p.waitFor("the wiped terminal", `!document.querySelector(".pos-error")`)
	p.net.cut("")
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.arrives(uuid + " 56.50")
}

func TestCriticalBoxOfStockWipesWithoutAsking(t *testing.T) {
	p := newTill(t, WorkerStockLike)
	p.prime()
	p.net.cut("dead")
	p.breakData()
	p.navigate("/pos/ui/1")
	p.waitFor("the critical box", `document.querySelector(".pos-loader .pos-error")`)
	p.call(`() => void document.querySelector(".pos-error .btn-primary").click()`, nil)
	p.waitFor("the browser's error page", `location.href.startsWith("chrome-error:")`)
}

// What the web site says of a product is shown in its information, with its pictures.
func TestPicturesOfDescriptionsAreStored(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.waitFor("the worker's commit", `window.poswarm?.up?.committed`) // of what there is without it
		const picture = "/web/image/res.partner/7/avatar_128"
		p.call(`async (picture) => {
			const [product] = posmodel.models["product.template"].getAll();
			const value = '<p>Nice.<img src="' + picture + '"><img src="https://elsewhere.example/x.png"></p>';
			Object.defineProperty(product, "public_description", { value });
			await posmodel.loadNewProducts([["id", "=", -1]]); // there may be more pictures now
		}`, nil, picture)
		p.server("the worker's question for the picture", func() bool {
			return slices.ContainsFunc(p.s.Log().Entries(), func(e Entry) bool { return e.Path == picture })
		})
	})
}

// A start that ends between deleting the POS session and writing it anew leaves
// data with a date and without the session: it comes up with all of the shop,
// and a sale that waits is neither lost nor doubled.
func TestTornStartComesUp(t *testing.T) {
	const products = `String(posmodel.models["product.product"].length)`
	p := onPage(t, 1)
	before := p.eval(products)
	p.net.cut("dead")
	uuid := p.sell()
	p.settled()
	var dated bool
	p.call(pageScript("empty-session-store.js"), &dated)
	if !dated {
		t.Fatal("the data that is left has no date, so the next start asks for all of it anyway")
	}
	p.navigate("/pos/ui/1")
	p.waitUp()
	if after := p.eval(products); after != before {
		t.Errorf("it came up with %s products, there were %s", after, before)
	}
	p.net.cut("")
	p.arrives(uuid + " 56.50")
}

func TestStockLikeNeedsItsNumber(t *testing.T) {
	p := newTill(t, WorkerStockLike)
	p.prime()
	p.eval(`localStorage.clear() ?? true`)
	p.net.cut("dead")
	p.navigate("/pos/ui/1")
	p.waitFor("the critical box", `document.querySelector(".pos-loader .pos-error")`)
}

// inWorker evaluates in the page's service worker.
func (p *till) inWorker(js string) (out string) {
	p.t.Helper()
	browser, err := launch()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := browser.EvalWorker(p.ctx, p.net.URL+"/pos/", js, &out); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// The worker hears of a page of its snapshot that does not come up, once, and
// of no other.
func TestFailedStartIsTold(t *testing.T) {
	p := onPage(t, 1)
	p.inWorker(`self.failures = [], self.addEventListener("message", ({ data }) => data.type === "poswarm/failed" &&
		self.failures.push([data.schema, data.config, data.reason].join())), ""`)
	const box = `() => document.body.append(Object.assign(document.createElement("div"), { className: "pos-error" }))`
	p.call(box, nil) // on a page of the server, which is no matter of a snapshot
	p.net.cut("dead")
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.waitFor("the page's word that it is up", `window.poswarm.up`)
	p.call(box, nil) // on a page that was up
	if got := p.inWorker(`self.failures.join(" ")`); got != "" {
		t.Errorf("of pages that came up it was told %q", got)
	}
	p.breakData()
	p.navigate("/pos/ui/1")
	p.waitFor("the critical box", `document.querySelector(".pos-loader .pos-error")`)
	// A message overtakes no other: an answer means that all before it came.
	p.call(`() => new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => resolve();
		navigator.serviceWorker.controller.postMessage({ type: "poswarm/status", schema: 1 }, [port2]);
	})`, nil)
	if got := p.inWorker(`self.failures.join(" ")`); got != "1,1,boot-error" {
		t.Errorf("of the page that failed it was told %q", got)
	}
}

// A table that another terminal has paid is stored as paid as soon as it is
// read: the next load must not take it for one that was paid here, and send it.
func TestTablePaidElsewhereIsNotSent(t *testing.T) {
	p := onPage(t, 3)
	other := loggedIn(t, p.s, "cashier")
	table := order("table", 3)
	table["table_id"], table["config_id"] = 1, 3
	for _, state := range []string{"draft", "paid"} {
		table["state"] = state
		if state == "draft" {
			delete(table, "payment_ids")
		} else {
			table["lines"] = []any{} // the server has them
			table["payment_ids"] = order("table", 3)["payment_ids"]
		}
		other.call("pos.order", "sync_from_ui", nil, []any{table})
		p.navigate("/pos/ui/3")
		p.waitUp()
		p.waitStored("table", state)
	}
	p.reload()
	p.waitUp()
	p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	if n := p.s.Log().Count("POST /web/dataset/call_kw pos.order.sync_from_ui"); n != 2 {
		t.Errorf("the server was sent orders %d times, twice by the other terminal", n)
	}
}

// A waiter who opens the bill and goes back to the floor leaves a payment on the
// server, with a number: when the table is paid without the server no new payment
// comes, and the order must be kept as paid all the same.
func TestTableWhosePaymentIsOnTheServerStaysPaid(t *testing.T) {
	p := onPage(t, 3)
	waiter := loggedIn(t, p.s, "cashier")
	table := order("table", 3)
	table["table_id"], table["config_id"], table["state"] = 1, 3, "draft"
	table["lines"] = []any{[]any{0, 0, record{"product_id": 5, "qty": 1, "uuid": "table-l", "price_unit": 12.5,
		"price_subtotal": 12.5, "price_subtotal_incl": 12.5}}}
	waiter.call("pos.order", "sync_from_ui", nil, []any{table})
	p.navigate("/pos/ui/3")
	p.waitUp()
	p.waitStored("table", "draft")
	p.offline()
	p.click(".open-register-btn")
	p.click(".floor-map .table.occupied")
	p.click(".pay-order-button")
	p.click(".validation-button.next.highlight")
	p.waitFor("the receipt", `document.querySelector(".receipt-screen")`)
	if got := p.ledger("orders"); got != "table paid 12.5" {
		t.Errorf("the receipt shows, and the ledger has %q", got)
	}
	p.reload()
	p.waitUp()
	if got := p.eval(`String(posmodel.models["pos.order"].find((order) => order.uuid === "table")?.state)`); got != "paid" {
		t.Errorf("after the reload the table is %s", got)
	}
	p.net.cut("")
	p.waitFor("the sale to be sent", `!posmodel.data.network.offline && posmodel.models["pos.order"].find((order) => order.uuid === "table")?.name !== "/"`)
	if orders := p.s.Orders(); len(orders) != 1 || orders[0].State != "paid" || len(orders[0].Payments) != 1 {
		t.Errorf("the server has %+v", orders)
	}
}

// asPromise stands at the start of a script that works with IndexedDB.
const asPromise = `
	const done = (request) => new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});`

// ledger is what a store of the ledger holds, past the page module: the key of each
// record, of an order with its kind and total.
func (p *till) ledger(store string) string {
	p.t.Helper()
	var got string
	p.call(`async (store) => {`+asPromise+`
		const bucket = await navigator.storageBuckets.open("poswarm-ledger");
		const database = await done(bucket.indexedDB.open("poswarm-ledger"));
		const all = await done(database.transaction(store).objectStore(store).getAll());
		database.close();
		return all.map((one) => [one.uuid ?? one.id ?? one.key, one.kind, one.total].filter((part) => part !== undefined).join(" ")).join("\n");
	}`, &got, store)
	return got
}

// waitStored waits until the page has stored an order in a state.
func (p *till) waitStored(uuid, state string) {
	p.t.Helper()
	p.call(pageScript("order-is-stored.js"), nil, uuid, state)
}
