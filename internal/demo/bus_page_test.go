package demo

import (
	"fmt"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// onBus is a till whose page is up and hears the bus.
func onBus(t *testing.T) *till {
	t.Helper()
	p := newTill(t, WorkerStockLike)
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.hear()
	return p
}

// hear gives the page a second ear, which keeps the sessions that were said to
// be closed, and waits until the server knows the page's channel.
func (p *till) hear() {
	p.t.Helper()
	p.call(`() => {
		window.heard = [];
		posmodel.data.connectWebSocket("CLOSING_SESSION", ({ session_id }) => window.heard.push(session_id));
	}`, nil)
	listens := func() bool {
		p.s.bus.mu.Lock()
		defer p.s.bus.mu.Unlock()
		for l := range p.s.bus.listeners {
			if len(l.channels) == 1 && l.channels[0] == p.s.configs[1].token {
				return true
			}
		}
		return false
	}
	for wait := pacetest.For(p.t, 10*time.Second, "the page to listen"); !listens(); time.Sleep(10 * time.Millisecond) {
		wait.Over(p.t)
	}
}

func (p *till) closeElsewhere() {
	p.t.Helper()
	if err := p.s.CloseSession(1); err != nil {
		p.t.Fatal(err)
	}
	if err := p.s.OpenSession(1); err != nil {
		p.t.Fatal(err)
	}
}

// tellClosed says that another device closed a session, and leaves it as it is.
func (p *till) tellClosed(session int) {
	p.s.notify(p.s.configs[1], "CLOSING_SESSION", record{"device_identifier": false, "session_id": session})
}

func (p *till) dialogSays(text string) {
	p.t.Helper()
	p.waitFor(text, fmt.Sprintf(`[...document.querySelectorAll(".modal-dialog")].some((d) => d.innerText.includes(%q))`, text))
}

func TestClosingElsewhereReloadsThePage(t *testing.T) {
	p := onBus(t)
	p.closeElsewhere()
	p.dialogSays("Closing Session")
	p.waitFor("the new session", `!window.heard && `+isUp+` && posmodel.session.id === 4`)
}

func TestClosingWhileAwayIsToldAfterwards(t *testing.T) {
	p := onBus(t)
	p.net.cut("dead")
	uuid := p.sell()
	p.closeElsewhere()
	if p.eval("heard.join()") != "" {
		t.Fatal("the bus was not cut off")
	}
	p.net.cut("")
	p.dialogSays("Closing Session")
	p.arrives(uuid + " 56.50")
	if got := p.s.Orders()[0]; got.Session != 4 || got.Received != 1 {
		t.Errorf("the sale is %+v", got)
	}
	p.waitFor("the new session", `!window.heard && `+isUp+` && posmodel.session.id === 4`)
}

// Without an open register the orders wait for the next one; the page says so.
func TestClosingElsewhereKeepsWhatIsRefused(t *testing.T) {
	p := onBus(t)
	p.net.cut("dead")
	uuid := p.sell()
	if err := p.s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	p.net.cut("")
	p.dialogSays("Unsynced orders will be available in the next session")
	p.arrives(uuid + " 56.50") // by the page that follows
}

// A table that another till has paid can be paid here no more.
func TestOrderThatAnotherTillPaysIsHeard(t *testing.T) {
	p := onBus(t)
	uuid := p.table(0)
	p.leave()
	total := p.number("posmodel.getOrder().priceIncl")
	payment := record{"amount": total, "payment_method_id": 1, "uuid": "p"}
	paid := record{"uuid": uuid, "state": "paid", "session_id": 1, "amount_total": total, "amount_paid": total,
		"payment_ids": []any{[]any{0, 0, payment}}}
	kwargs := record{"context": record{"device_identifier": "9"}}
	if err := loggedIn(t, p.s, "admin").callKW("pos.order", "sync_from_ui", nil, kwargs, []record{paid}); err != nil {
		t.Fatal(err)
	}
	p.waitFor("the other till's word", `posmodel.models["pos.order"].getBy("uuid", "`+uuid+`")?.state === "paid"`)
}

func TestOwnClosingIsIgnored(t *testing.T) {
	p := onBus(t)
	p.call(`async () => { await posmodel.data.call("pos.session", "close_session_from_ui", [[1], []],
		{ context: { device_identifier: posmodel.device.identifier } }); }`, nil)
	p.waitFor("the notification", `heard.join() === "1"`)
	if got := p.eval(`[posmodel.session.state, document.querySelectorAll(".modal-dialog").length].join()`); got != "opened,0" {
		t.Errorf("the page's own closing has it %s", got)
	}
}

func TestReconnectedPageHearsNothingTwice(t *testing.T) {
	p := onBus(t)
	p.tellClosed(97)
	p.waitFor("a notification", `heard.join() === "97"`)
	p.net.cut("dead")
	p.tellClosed(98)
	p.net.cut("")
	p.waitFor("the missed one", `heard.at(-1) === 98`)
	if got := p.eval("heard.join()"); got != "97,98" {
		t.Errorf("the page heard %s", got)
	}
}

// A page that hears of its end again after the reload would reload for ever.
func TestReloadedPageHearsNothingTwice(t *testing.T) {
	p := onBus(t)
	p.tellClosed(1)
	p.dialogSays("Closing Session")
	p.waitFor("the next page", `!window.heard && `+isUp)
	p.hear()
	p.tellClosed(99)
	p.waitFor("a notification", `heard.at(-1) === 99`)
	if got := p.eval(`[posmodel.session.id, posmodel.session.state, document.querySelectorAll(".modal-dialog").length].join()`); got != "1,opened,0" {
		t.Errorf("the next page has it %s", got)
	}
}
