package demo

import (
	"fmt"
	"testing"
)

// numbers is what the terminal knows of its numbers.
const numbers = `JSON.parse(localStorage.getItem(odoo.access_token + "-unique_device_identifier"))`

// Chrome writes localStorage seconds later: a crash takes what is in it.
func TestTerminalsNumberOutlivesACrash(t *testing.T) {
	const number = `localStorage.getItem(odoo.access_token + "-unique_device_identifier")`
	p := onPage(t, 1)
	before := p.eval(number)
	p.net.cut("dead")
	uuid := p.sell()
	after := p.eval(number)
	if after == before {
		t.Fatalf("the sale took no number of %s", before)
	}
	for name, lost := range map[string]string{"all of it": `localStorage.clear() ?? true`,
		"the last seconds": fmt.Sprintf(`localStorage.setItem(odoo.access_token + "-unique_device_identifier", %q) ?? true`, before)} {
		p.eval(lost)
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(number); got != after {
			t.Errorf("%s lost: the terminal's number is %s, it was %s", name, got, after)
		}
	}
	p.net.cut("")
	p.arrives(uuid + " 56.50")
	if n := p.s.Log().Count("POST /web/dataset/call_kw pos.config.register_new_device_identifier"); n != 1 {
		t.Errorf("%d numbers were asked for", n)
	}
}

// The copy is some hundred milliseconds behind: after a start of the browser the
// numbers of orders that were begun in them are left out. F5 takes none.
func TestNumbersOfTheLastMomentAreNotGivenAgain(t *testing.T) {
	p := onPage(t, 1)
	before := p.number(numbers + ".next_number")
	for i, newStart := range []bool{false, true, false} {
		if newStart {
			p.call(`() => sessionStorage.clear()`, nil)
		}
		p.reload()
		p.waitUp()
		want := before
		if i > 0 {
			want += 3
		}
		if got := p.number(numbers + ".next_number"); got != want {
			t.Errorf("load %d: the next number is %v, want %v", i, got, want)
		}
	}
}

// A number is free only where both copies say so: with an older list of free
// numbers in one of them the next receipt would have a number that is given.
func TestOlderListOfFreeNumbersDoesNotWin(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.sell()
		p.settled()
		p.call(`async () => {`+asPromise+`
			const key = odoo.access_token + "-unique_device_identifier";
			const bucket = await navigator.storageBuckets.open("poswarm-ledger");
			const database = await done(bucket.indexedDB.open("poswarm-ledger"));
			const store = database.transaction("kept", "readwrite").objectStore("kept");
			const older = { ...JSON.parse(localStorage.getItem(key)), unsynced_number_stack: [1] };
			await done(store.put({ key, value: JSON.stringify(older) }));
			database.close();
		}`, nil)
		before := p.eval(numbers + ".next_number")
		p.reload()
		p.waitUp()
		if got := p.eval(`(` + numbers + `.unsynced_number_stack ?? []).join() + " " + ` + numbers + `.next_number`); got != " "+before {
			t.Errorf("after the reload free and next are %q, next was %s", got, before)
		}
	})
}

// references are the receipt numbers of the orders in the page.
const references = `posmodel.models["pos.order"].map((order) => order.pos_reference)`

// begins starts an order and proves that no other has its number.
func (p *till) begins() {
	p.t.Helper()
	p.table()
	if list := p.eval(references + ".sort().join()"); p.eval(`new Set(`+references+`).size === `+references+`.length`) != "true" {
		p.t.Errorf("a number is there twice: %s", list)
	}
}

// Odoo gives the number of a removed order again, and frees the numbers of all orders
// that are not sent before "Reload Data", behind which the ledger puts them back.
func TestNumberThatAnOrderHasIsNotFree(t *testing.T) {
	for name, frees := range map[string]func(p *till){
		"freed twice": func(p *till) {
			p.call(`() => posmodel.device.saveUnusedNumber([posmodel.getOrder()])`, nil)
		},
		"reload data": func(p *till) {
			p.call(`() => void posmodel.reloadData()`, nil)
			p.waitFor("the reload", `!window.before`)
			p.waitUp()
			p.waitFor("the table", `posmodel.models["pos.order"].some((order) => order.lines.length)`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			atEach(t, func(t *testing.T, p *till) {
				p.mark()
				p.table(0)
				frees(p)
				p.begins()
			})
		})
	}
}

// The server may have an order whose send was not answered, and an order that was begun
// at another terminal has that one's number: removed here, neither number is free.
func TestNumberOfAnOrderThatWasSentIsNotFree(t *testing.T) {
	for name, becomes := range map[string]func(p *till){
		"sent":     func(p *till) { p.leaveUnanswered() },
		"sent, F5": func(p *till) { p.leaveUnanswered(); p.reload(); p.waitUp() },
		"sent, F5 before the answer, emptied": func(p *till) {
			p.settled()
			p.reload() // whether its send was under way nobody knows
			p.waitUp()
			p.offline()
			p.call(`() => { const order = posmodel.models["pos.order"].find((one) => one.lines.length); order.lines[0].delete(); }`, nil)
		},
		"another terminals": func(p *till) { p.call(`() => posmodel.getOrder().update({ pos_reference: "26999-1-000001" })`, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			atEach(t, func(t *testing.T, p *till) {
				uuid := p.table(0)
				becomes(p)
				p.call(`(uuid) => posmodel.removeOrder(posmodel.models["pos.order"].getBy("uuid", uuid))`, nil, uuid)
				if free := p.eval(numbers + `.unsynced_number_stack.join()`); free != "" {
					t.Errorf("free is %q", free)
				}
			})
		})
	}
}

// What nobody has rung up leaves no gap.
func TestNumberOfAnEmptyOrderIsGivenAgain(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.table()
		number := p.eval("posmodel.getOrder().pos_reference")
		p.call(`() => posmodel.removeOrder(posmodel.getOrder())`, nil)
		p.table()
		if again := p.eval("posmodel.getOrder().pos_reference"); again != number {
			t.Errorf("the number is %s, %s was free", again, number)
		}
	})
}
