package worker_test

import (
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// While the network hangs no second navigation is sent into it: each would hold
// one of the six connections for minutes.
func TestHungNavigationsDoNotPileUp(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	x.cut(hung)
	for range 8 {
		x.comesUpOffline(t, p, "/pos/ui/1")
	}
	if n := x.asked("GET /pos/ui/1"); n != 1 {
		t.Errorf("%d navigations were sent into the hung network, want 1", n)
	}
	x.cut(up)
	// The connections are free: a ping of the worker's own comes through.
	for wait := pacetest.For(t, 30*time.Second, "the worker to see the server"); readStatus(t, p).Away != nil; wait.Over(t) {
		nextNews(t, p)
	}
	// The first navigation still hangs, and Chrome's cache sends one at a time to an address.
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS from the server", isUp+` && !toy.offline`)
}

// What a page has asked ends with the page, as it does without a worker: else each F5
// in a hung network keeps one of six connections.
func TestAPageThatIsLeftAsksNothing(t *testing.T) {
	for what, ask := range map[string]string{
		"GET /web/assets/abcdef0/new.min.js":              `fetch("/web/assets/abcdef0/new.min.js")`,
		"POST /web/dataset/call_kw/pos.session/load_data": `fetch("/web/dataset/call_kw/pos.session/load_data", {method: "POST", body: JSON.stringify({id: 1, jsonrpc: "2.0", params: {args: [["unknown"]]}})})`,
	} {
		t.Run(what, func(t *testing.T) {
			x := newTill(t)
			p := x.primed(t)
			x.cut(hung)
			eval[bool](t, p, ask+`.catch(() => {}), true`)
			x.waitHanging(t, what, 1)
			visit(t, p, "about:blank")
			x.waitHanging(t, what, 0)
		})
	}
}

// So does what the worker asks by itself, once nothing answers any more.
func TestOwnRequestsEndInAHungNetwork(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	x.cut(hungFile)
	const what = "GET /poswarm/manifest/1"
	eval[bool](t, p, `navigator.serviceWorker.ready.then(r => (r.active.postMessage({type: "poswarm/prime", schema: 1, config: 1, images: "all"}, [new MessageChannel().port2]), true))`)
	x.waitHanging(t, what, 1)
	x.swallow()
	x.comesUpOffline(t, p, "/pos/ui/1")
	x.waitHanging(t, what, 0)
}
