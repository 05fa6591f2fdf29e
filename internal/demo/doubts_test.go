package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// atJune runs a story on the build that shops have; the older one is no different here.
func atJune(t *testing.T, story func(*testing.T, *till)) {
	p := newTillAt(t, Options{Worker: WorkerPoswarm, Odoo: Odoo19June})
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	story(t, p)
}

const send = "pos.order.sync_from_ui"

// gateway is what a box in front of Odoo says in JSON: an answer to nothing.
var gateway = Spoiled{Status: 503, Body: `{"message": "Service unavailable"}`}

// A gateway's JSON is no answer: what it hides is not taken for done.
func TestGatewaysJSONIsNoAnswer(t *testing.T) {
	for name, how := range map[string]Spoiled{"an object": gateway, "null": {Status: 503, Body: "null"}, "an object with 200": {Status: 200, Body: `{"ok": true}`}} {
		t.Run(name, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				uuid := p.table(0)
				p.leave()
				p.call(`() => posmodel.getOrder().lines[0].setQuantity(5)`, nil)
				p.s.SpoilAnswers(send, 1, how)
				p.leave()
				total := p.pay()
				p.settledWith(uuid, total, 1)
				p.s.mu.Lock()
				defer p.s.mu.Unlock()
				if qty := p.s.orders[uuid].lines[0]["qty"]; fmt.Sprint(qty) != "5" {
					t.Errorf("the server has %v pieces of the 5 that were paid", qty)
				}
			})
		})
	}
}

// Nor is it a sign of life: the till goes offline, and sells.
func TestGatewaysJSONIsAnOutage(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.net.cut("json")
		p.call(`() => { posmodel.data.checkConnectivity(); }`, nil)
		p.offlineSign()
		uuid := p.sell()
		p.net.cut("")
		p.arrives(uuid + " 56.50")
	})
}

// What became of the last send is not known: as long as the question is not answered
// nothing is sent.
func TestNothingIsSentOnAnUnansweredQuestion(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		uuid := p.table(0, 1)
		p.leaveUnanswered()
		p.call(`() => posmodel.getOrder().lines[1].delete({ backend: true })`, nil)
		total := p.pay()
		p.s.SpoilAnswers("pos.order.read_pos_orders", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		p.net.cut("")
		p.settledWith(uuid, total, 1)
	})
}

// The server refuses once, and nobody touches the till: the sale is sent all the same.
func TestOneRefusalIsNotTheLastWord(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		uuid := p.sell()
		p.s.SpoilAnswers(send, 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		p.net.cut("")
		p.arrives(uuid + " 56.50")
	})
}

// An order that the server may have is asked for before it is deleted.
func TestOrderInDoubtIsNotDeletedUnasked(t *testing.T) {
	t.Run("a draft whose answer was lost", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			p.table(0)
			p.s.LoseAnswers(send, 1)
			p.leave()
			if !p.deletes() {
				t.Fatal("the order was not deleted")
			}
			if o := p.s.Orders()[0]; o.State != "cancel" {
				t.Errorf("the server has it as %s", o.State)
			}
		})
	})
	t.Run("without the server", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			p.table(0)
			p.leaveUnanswered()
			if p.deletes() {
				t.Error("it is gone, and the server may have it")
			}
			p.waitFor("the reason", `document.querySelector(".poswarm-question")?.innerText.includes("cannot be deleted now")`)
		})
	})
	t.Run("one that the server has as paid", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			uuid := p.table(0)
			p.s.SpoilAnswers(send, 1, Spoiled{After: true, Error: "the printer of the server is out of paper"})
			p.click(".pay-order-button")
			p.click(".paymentmethod")
			p.click(".validation-button.next.highlight")
			p.waitFor("the refusal", `posmodel.models["pos.order"].getBy("uuid", "`+uuid+`").state === "draft"`)
			if p.deletesOrder(uuid) {
				t.Error("a sale that the server has was deleted")
			}
			p.waitFor("the ledger to let go", `!window.poswarm.waiting?.sales && !window.poswarm.waiting?.drafts`)
			if o := p.s.Orders(); len(o) != 1 || o[0].State != "paid" {
				t.Errorf("the server has %+v", o)
			}
		})
	})
	t.Run("a known one, without the server", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			p.table(0)
			p.leave()
			p.offline()
			if !p.deletes() {
				t.Error("the order was not deleted")
			}
			p.net.cut("")
			p.commandsDone()
			if o := p.s.Orders()[0]; o.State != "cancel" {
				t.Errorf("the server has it as %s", o.State)
			}
		})
	})
}

func (p *till) deletes() bool {
	p.t.Helper()
	return p.deletesOrder(p.eval("posmodel.getOrder().uuid"))
}

func (p *till) deletesOrder(uuid string) (deleted bool) {
	p.t.Helper()
	p.call(`(uuid) => posmodel.deleteOrders([posmodel.models["pos.order"].getBy("uuid", uuid)]).catch(() => false)`, &deleted, uuid)
	return deleted
}

// A question that nobody answers does not mean that the move is not there.
func TestCashMoveIsNotMadeUnasked(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.s.LoseAnswers("pos.session.try_cash_in_out", 1)
		p.s.SpoilAnswers("pos.session.poswarm_made", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		p.cashIn(7, "float")
		p.commandsDone()
		if got := p.cashBook(); got != "float 7.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// A gateway delivers late what it has given up, and Chrome sends a request again by itself
// when its connection ends before the answer begins: the same request arrives twice, and
// the till has made the move again meanwhile.
func TestCashMoveThatArrivesTwiceIsMadeOnce(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.call(pageScript("note-cash-move.js"), nil)
		p.s.SpoilAnswers("pos.session.try_cash_in_out", 1, gateway)
		p.cashIn(7, "float")
		p.commandsDone()
		p.call(pageScript("send-cash-move-again.js"), nil)
		if got := p.cashBook(); got != "float 7.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// Two parts of the page send the same order at once: the server would refuse the second
// one, and the cashier would have a box in place of the receipt.
func TestOrderSentTwiceAtOnceIsSentOnce(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.table(0)
		p.call(pageScript("send-twice-at-once.js"), nil)
		sent := slices.DeleteFunc(p.s.Log().Entries(), func(e Entry) bool { return e.Call != send })
		if len(sent) != 1 {
			t.Errorf("it was sent %d times", len(sent))
		}
	})
}

// What is changed while a send is under way is neither overwritten by its answer nor
// forgotten.
func TestChangeDuringASendStands(t *testing.T) {
	for what, change := range map[string][2]string{
		"of a line":     {`order.lines[0].setQuantity(7)`, `order.lines[0].raw.qty === 7`},
		"of the order":  {`order.update({ general_customer_note: "no salt" })`, `order.raw.general_customer_note === "no salt"`},
		"of the guests": {`order.update({ customer_count: 5 })`, `order.raw.customer_count === 5`},
	} {
		t.Run(what, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				uuid := p.table(0)
				p.leave()
				p.call(`async () => {
					const order = posmodel.getOrder();
					const { send } = XMLHttpRequest.prototype;
					XMLHttpRequest.prototype.send = function (body) {
						send.call(this, body);
						if (String(body).includes("sync_from_ui")) {
							XMLHttpRequest.prototype.send = send;
							`+change[0]+`;
						}
					};
					order.lines[0].setQuantity(2);
					posmodel.addPendingOrder([order.id]);
					await posmodel.syncAllOrders({ orders: [order] });
				}`, nil)
				stands := func() bool {
					return p.eval(`(() => { const order = posmodel.models["pos.order"].getBy("uuid", "`+uuid+`"); return String(`+change[1]+`); })()`) == "true"
				}
				if !stands() {
					t.Error("the answer to the send undid the change")
				}
				total := p.pay()
				p.settledWith(uuid, total, 1)
				if !stands() {
					t.Error("the sale undid the change")
				}
			})
		})
	}
}

// A till that was moved to another point of sale says what it holds of the first.
func TestSalesOfAnotherPOSAreShown(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		uuid := p.sell()
		p.away()
		p.net.cut("")
		p.navigate("/pos/ui/2")
		p.waitUp()
		p.waitFor("the sign", `window.poswarm.waiting?.elsewhere === 1`)
		p.waitFor("the list", `document.querySelector(".poswarm-waiting-list td") || void document.querySelector(".poswarm-waiting")?.click()`)
		if list := p.eval(`document.querySelector(".poswarm-waiting-list").innerText`); !strings.Contains(list, "other points of sale") {
			t.Errorf("the list says %q", list)
		}
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.arrives(uuid + " 56.50")
	})
}

// One sale that the server refuses for good holds up neither the next one's receipt
// nor its send.
func TestRefusedSaleHoldsUpNoOther(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.net.cut("dead")
		p.table(0)
		p.pay()
		p.s.DeleteProduct(int(p.number(`posmodel.getOrder().lines[0].raw.product_id`)))
		p.net.cut("")
		p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1`)
		uuid := p.table(1)
		total := p.pay()
		p.arrives(uuid + " " + total)
	})
}

// A reload is not the end of the tries.
func TestRefusedCommandIsTriedAgainAfterAReload(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.offline()
		p.cashIn(9, "float")
		p.s.SpoilAnswers("pos.session.try_cash_in_out", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		p.net.cut("")
		p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1`)
		p.reload()
		p.waitUp()
		p.commandsDone()
		if got := p.cashBook(); got != "float 9.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// A move that was deleted is none of those that are there.
func TestCashMoveLikeADeletedOneIsMadeOnce(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.cashIn(12, "float")
		p.call(`async () => {
			const session = posmodel.session.id;
			const [{ id }] = await posmodel.data.orm.call("pos.session", "get_cash_in_out_list", [session]);
			await posmodel.data.call("pos.session", "delete_cash_in_out", [[session], id]);
		}`, nil)
		p.s.LoseAnswers("pos.session.try_cash_in_out", 1)
		p.cashIn(12, "float")
		p.commandsDone()
		if got := p.cashBook(); got != "float 12.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// Odoo's disk has a sale as the draft that it was, and the server has it: nobody may go
// on with it, also where it had a number of the server's and nobody can be asked.
func TestPaidOrderDoesNotComeBackAsADraft(t *testing.T) {
	for name, sent := range map[string]bool{"that was never sent": false, "that was sent, without the server": true} {
		t.Run(name, func(t *testing.T) {
			atJune(t, func(t *testing.T, p *till) {
				const stores = `async (kept) => {` + asPromise + `
					const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith("point-of-sale-1-"));
					const database = await done(indexedDB.open(name));
					const transaction = database.transaction(["pos.order", "pos.order.line"], "readwrite");
					const found = {};
					for (const store of ["pos.order", "pos.order.line"]) {
						for (const record of kept?.[store] ?? []) {
							await done(transaction.objectStore(store).put(record));
						}
						found[store] = await done(transaction.objectStore(store).getAll());
					}
					database.close();
					return found;
				}`
				uuid := p.table(0)
				if sent {
					p.leave()
				}
				p.waitFor("the draft on the disk", `(`+stores+`)().then((found) => found["pos.order"].some((one) => one.uuid === "`+uuid+`" && one.lines.length && (typeof one.id === "number") === `+strconv.FormatBool(sent)+`))`)
				var draft map[string]any
				p.call(stores, &draft)
				total := p.pay()
				p.settledWith(uuid, total, 1)
				p.navigate("/web/health")
				p.call(stores, nil, draft)
				if sent {
					p.net.cut("dead")
				}
				p.navigate("/pos/ui/1")
				p.waitUp()
				if p.eval(`String(posmodel.models["pos.order"].some((order) => order.uuid === "`+uuid+`" && order.state === "draft"))`) != "false" {
					t.Error("the sale is there again as an open order")
				}
			})
		})
	}
}

// Refused at the receipt, it is the cashier's order again: what is taken off stays off.
func TestWhatIsTakenOffARefusedSaleStaysOff(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		uuid := p.table(0, 2)
		p.s.SpoilAnswers("pos.order.sync_from_ui", 1, Spoiled{Error: "no"})
		p.click(".pay-order-button")
		p.click(".paymentmethod")
		p.click(".validation-button.next.highlight")
		p.waitFor("the refusal", `posmodel.models["pos.order"].getBy("uuid", "`+uuid+`").state === "draft" && window.poswarm.waiting?.drafts === 1`)
		p.call(`async (uuid) => {
			const order = posmodel.models["pos.order"].getBy("uuid", uuid);
			order.payment_ids[0].delete();
			order.removeOrderline(order.lines[1]);
			await posmodel.syncAllOrders();
		}`, nil, uuid)
		const left = `.lines.length + " " + posmodel.models["pos.order"].getBy("uuid", uuid).payment_ids.length`
		for _, load := range []string{"at once", "after F5"} {
			if load != "at once" {
				p.settled()
				p.reload()
				p.waitUp()
			}
			if got := p.eval(`(() => { const uuid = "` + uuid + `"; return posmodel.models["pos.order"].getBy("uuid", uuid)` + left + `; })()`); got != "1 0" {
				t.Errorf("%s: lines and payments are %s", load, got)
			}
		}
	})
}

// A sale that waits and is refused is not told in place of the next one's receipt.
func TestRefusalOfAnotherSaleIsNotThisOnes(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.offline()
		first := p.table(0)
		waits := p.pay()
		p.call(`() => { posmodel.data.network.offline = false; posmodel.data.checkConnectivity = async () => {}; }`, nil) // nobody sends it before
		p.s.SpoilAnswers("pos.order.sync_from_ui", 1000, Spoiled{About: first, Error: "no"})
		p.net.cut("")
		uuid := p.table(2)
		total := p.pay() // its receipt shows
		p.s.SpoilAnswers("pos.order.sync_from_ui", 0, Spoiled{})
		p.waitFor("both to be sent", `!window.poswarm.waiting?.sales`)
		for _, want := range []string{first + " " + waits, uuid + " " + total} {
			if got := p.orders(); !strings.Contains(got, want) {
				t.Errorf("the server has %q, not %q", got, want)
			}
		}
	})
}

// Points that the server refuses once are not lost.
func TestRefusedPointsAreTriedAgain(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.s.SpoilAnswers("pos.order.confirm_coupon_programs", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
		p.table(0)
		p.leave()
		p.call(`(id) => posmodel.data.call("pos.order", "confirm_coupon_programs", [id, { 1: { points: 12.5 } }]).catch(() => {})`, nil, p.s.Orders()[0].ID)
		p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1`)
		p.commandsDone()
		if n := p.s.Log().Count("POST /web/dataset/call_kw pos.order.confirm_coupon_programs"); n != 2 {
			t.Errorf("it was made %d times", n)
		}
	})
}

// A cash move whose session is gone holds up nothing behind it.
func TestCashMoveOfADeletedSessionMakesWay(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		p.offline()
		p.call(`async () => {
			const args = [[99], "in", 5, "gone", 1, { formattedAmount: "5", translatedType: "in" }];
			await posmodel.data.call("pos.session", "try_cash_in_out", args, {}, true);
		}`, nil)
		p.cashIn(9, "float")
		p.net.cut("")
		p.waitFor("the refusal", `window.poswarm.waiting?.trouble === 1 && window.poswarm.waiting.commands === 1`)
		if got := p.cashBook(); got != "float 9.00" {
			t.Errorf("the cash book has %q", got)
		}
	})
}

// A sale that is taken while the server is asked for another one is asked for too, and
// a question that the server cannot answer now is asked again; nobody touches the till.
func TestEverySaleIsAskedFor(t *testing.T) {
	t.Run("taken meanwhile", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			p.call(pageScript("hold-order-read.js"), nil)
			p.sell()
			p.waitFor("the question", `window.goOn`)
			p.sell()
			// Its own question comes 300 ms behind it (SOON), and has nobody to ask.
			p.call(`() => new Promise((resolve) => setTimeout(() => resolve(window.goOn()), 500))`, nil)
			p.waitFor("nothing to wait", `!window.poswarm.waiting?.sales`)
		})
	})
	t.Run("refused", func(t *testing.T) {
		atJune(t, func(t *testing.T, p *till) {
			p.s.SpoilAnswers("pos.order.read_pos_orders", 1, Spoiled{Error: "could not serialize access due to concurrent update"})
			p.sell()
			// Nothing waits before the sale is in the ledger, either.
			p.server("the question, once more,", func() bool {
				return p.s.Log().Count("POST /web/dataset/call_kw pos.order.read_pos_orders") == 2
			})
			p.waitFor("nothing to wait", `window.poswarm.waiting && !window.poswarm.waiting.sales`)
			if kept := p.ledger("orders"); kept != "" {
				t.Errorf("the ledger keeps %q", kept)
			}
		})
	})
}
