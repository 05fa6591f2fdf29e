package demo

import (
	"testing"
	"time"
)

const products = `String(posmodel.models["product.product"].length)`

// inSecondSession leads a till into a POS session that is open and of which no stored
// answer holds all data: it was told what had changed only. The office has changed
// something since, and a product of before is gone.
func (p *till) inSecondSession() {
	p.t.Helper()
	if err := p.s.CloseSession(1); err != nil {
		p.t.Fatal(err)
	}
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.click(".open-register-btn")
	p.click(".modal-dialog .btn-primary")
	p.waitFor("the open register", `posmodel.session.state === "opened" && !document.querySelector(".modal-dialog")`)
	p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	p.waitFor("the open register on the disk", `posmodel.data.indexedDB.readAll(["pos.session"]).then((all) => all["pos.session"][0].state === "opened")`)
	p.call(`async () => {
		const [first] = posmodel.models["product.product"].getAll();
		await posmodel.data.indexedDB.create("product.product", [{ ...first.raw, id: 4711 }]);
	}`, nil)
	p.s.ChangeSettings()
}

// tornPage opens the POS as the office does and has it written to the disk up to a model
// whose records are on their way there for as long as the page lives.
func (p *till) tornPage(model string) {
	p.t.Helper()
	release := p.net.holdBack("load_data")
	p.navigate("/pos/ui/1?from_backend=True")
	p.call(pageScript("hang-store.js"), nil, model)
	release()
	p.waitFor("the write of "+model, `window.torn`)
	if p.eval("Boolean(window.poswarm.up)") != "false" {
		p.t.Error("the page said that it is up before its data was on the disk")
	}
}

// onDisk counts the products that the terminal keeps.
const onDisk = `posmodel.data.indexedDB.readAll(["product.product"]).then((all) => String(all["product.product"].length))`

const loads = "POST /web/dataset/call_kw pos.session.load_data"

// The answer that all data would have come with is lost, and then the server is away.
func TestLostLoadLeavesTheDataOfBefore(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		want := p.eval(products)
		p.inSecondSession()
		p.s.SpoilAnswers("pos.session.load_data", 1, Spoiled{Lost: true})
		p.navigate("/pos/ui/1?from_backend=True")
		p.server("the lost answer", func() bool { return p.s.LostAnswers("pos.session.load_data") == 1 })
		p.waitUp()
		p.net.cut("dead")
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(`posmodel.models["product.product"].filter(({ id }) => id !== 4711).length + "," + posmodel.session.id`); got != want+",4" {
			t.Errorf("products and session are %s, there were %s,4", got, want)
		}
		if d := p.page.Observed().Dialogs; len(d) > 1 {
			t.Errorf("the start without the server says %v", d)
		}
	})
}

// The page ends between two writes: the shop is never a part of itself.
func TestLoadThatIsCutOffLeavesTheDataOfBefore(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		want := p.eval(products)
		p.inSecondSession()
		p.tornPage("product.product")
		p.net.cut("dead")
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(`posmodel.models["product.product"].filter(({ id }) => id !== 4711).length + "," + posmodel.session.id`); got != want+",4" {
			t.Errorf("products and session are %s, there were %s,4", got, want)
		}
	})
}

// The same where only what has changed was loaded, for a new POS session: the till goes on
// in that one, with all that it had, and asks again when the server is there.
func TestDeltaThatIsCutOffLeavesTheDataOfBefore(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		want := p.eval(products)
		if err := p.s.CloseSession(1); err != nil {
			t.Fatal(err)
		}
		p.tornPage("product.template")
		p.net.cut("dead")
		p.navigate("/pos/ui/1")
		p.waitUp()
		if got := p.eval(products + ` + "," + posmodel.session.id + "," + posmodel.session.state`); got != want+",4,opening_control" {
			t.Errorf("products and session are %s, there were %s", got, want)
		}
		p.net.cut("")
		before := p.s.Log().Count(loads)
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
		if got := p.eval(products + ` + "," + posmodel.session.id`); got != want+",4" {
			t.Errorf("with the server products and session are %s", got)
		}
		if n := p.s.Log().Count(loads) - before; n != 1 {
			t.Errorf("the data was asked for %d times", n)
		}
	})
}

// With the server there the next start has all of it, though the session is open and of
// the same number, and nothing that the office has taken away.
func TestLoadThatIsCutOffIsMadeAgain(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		want := p.eval(products)
		p.inSecondSession()
		p.tornPage("uom.uom") // behind the users, without whom the page asks for all in any case
		before := p.s.Log().Count(loads)
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
		if got := p.eval(onDisk); got != want || p.eval(products) != want {
			t.Errorf("%s products are on the disk and %s on the screen, the shop has %s", got, p.eval(products), want)
		}
		if n := p.s.Log().Count(loads) - before; n != 1 {
			t.Errorf("the data was asked for %d times", n)
		}
		p.navigate("/pos/ui/1")
		p.waitUp()
		if n := p.s.Log().Count(loads) - before; n != 1 {
			t.Errorf("with all of the data there, it was asked for %d times", n)
		}
	})
}

// A disk that takes no products does not make a shop that is whole; when it takes them
// it is.
func TestDataThatTheDiskRefusesIsNotUp(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		p.inSecondSession()
		release := p.net.holdBack("load_data")
		p.navigate("/pos/ui/1?from_backend=True")
		p.call(pageScript("refuse-products.js"), nil)
		release()
		p.waitFor("the POS and the refusal", isUp+` && window.refused`)
		time.Sleep(time.Second) // as long as it takes the page to say that it is up
		if p.eval("Boolean(window.poswarm.up)") != "false" {
			t.Error("the page said that it is up with products that no disk has")
		}
		p.call(`() => window.mend()`, nil)
		p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	})
}
