package demo

import (
	"context"
	"errors"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// writeWithoutEnd has the POS write to several stores of its database at a time,
// as it does when data of the server comes while a sale is kept.
const writeWithoutEnd = `() => {
	const stores = ["product.product", "product.template", "res.partner", "res.country", "account.tax", "pos.category"];
	window.rounds = stores.map(() => 0);
	stores.forEach(async (store, i) => {
		const records = Array.from({ length: 50 }, (_, n) => ({ id: 900000 + n, text: "x".repeat(3000) }));
		for (;; window.rounds[i]++) {
			await posmodel.data.indexedDB.create(store, records);
		}
	});
}`

// A Chrome that is killed with two unfinished transactions in a database finds
// all databases of the origin corrupt and deletes them, sales included. The page
// module lets one at a time write. Without it this test fails nearly always (docs/decisions/2026-11-26-one-writer-at-a-time.md).
func TestPowerCutBetweenTwoWritesLosesNoSale(t *testing.T) {
	if _, err := chrome.Find(""); errors.Is(err, chrome.ErrNotFound) {
		t.Skip(err)
	}
	pacetest.Turn(t)
	ctx := pacetest.Within(t, 90*time.Second)
	s := start(t, Options{Worker: WorkerPoswarm, Products: fewProducts})
	p := &till{t: t, s: s, net: newFront(t, s), ctx: ctx}
	profile := t.TempDir()
	browser := p.startBrowser(profile)
	p.logIn()
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.waitFor("the worker's commit", `window.poswarm?.up?.committed`)
	p.net.cut("dead")
	uuid := p.sell()
	for range 3 {
		p.call(writeWithoutEnd, nil)
		p.waitFor("several writes", `Math.min(...window.rounds) > 3`)
		if err := browser.Kill(ctx); err != nil {
			t.Fatal(err)
		}
		browser = p.startBrowser(profile)
		p.navigate("/pos/ui/1")
		p.waitUp()
		p.waitFor("the sale", `posmodel.models["pos.order"].find(({ uuid }) => uuid === "`+uuid+`")`)
	}
	p.away()
	p.net.cut("")
	// The cookie of a log-in of seconds ago is not on the disk yet; and whoever still
	// calls without one is given another, which may come after that of the log-in.
	for in := "false"; in != "true"; in = p.eval(`String(location.pathname.startsWith("/pos/"))`) {
		p.logIn()
		p.navigate("/pos/ui/1")
	}
	p.arrives(uuid + " 56.50")
	if err := browser.Close(ctx); err != nil {
		t.Error(err)
	}
}

// startBrowser gives the till a browser of its own, on a profile.
func (p *till) startBrowser(profile string) *chrome.Browser {
	p.t.Helper()
	browser, err := chrome.Launch(p.ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = browser.Close(context.Background()) }) // closed or killed already, unless the test failed
	if p.page, err = browser.FirstPage(p.ctx); err != nil {
		p.t.Fatal(err)
	}
	return browser
}
