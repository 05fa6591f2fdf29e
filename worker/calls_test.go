package worker_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/pace/pacetest"
)

// Replies are the same without the server, under the id of the new request.
func TestReadOnlyCallsAreReplayed(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	const replies = `JSON.stringify([toy.nomenclature, toy.rules, toy.params])`
	online := eval[string](t, p, replies)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	// The order of fields differs from boot to boot, in the question and so in the echo.
	normal := strings.NewReplacer(`"upc","name"`, `"name","upc"`)
	if got := eval[string](t, p, replies); normal.Replace(got) != normal.Replace(online) {
		t.Errorf("replayed %s\nwant %s", got, online)
	}
	const ask = `toy.post("/web/dataset/call_kw/pos.session/load_data_params", {model: "pos.session", method: "load_data_params", args: [7], kwargs: {context: odoo.__session_info__.user_context}}).then(r => r.id)`
	first := eval[int](t, p, ask)
	if second := eval[int](t, p, ask); second != first+1 {
		t.Errorf("ids %d and %d, want one after the other", first, second)
	}
	if n := x.count(""); n != 0 {
		t.Errorf("the server saw\n%s", x.list())
	}
}

// A full load answers a full question of the same POS session; a delta is
// neither stored nor answered.
func TestFullLoadAndDelta(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	x.toy.set(func(s *toy) { s.state = "opening_control" })
	p := x.primed(t)
	if asked := eval[string](t, p, `toy.asked`); asked != "full" {
		t.Fatalf("the first boot asked for %s", asked)
	}
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the second boot", isUp)
	if asked := eval[string](t, p, `toy.asked`); asked != "delta" {
		t.Fatalf("the second boot asked for %s", asked)
	}
	waitFor(t, p, "the second commit", `!!toy.committed?.committed`)

	x.cut(dead)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS offline", isUp)
	if e := eval[[]string](t, p, `toy.errors`); len(e) != 2 || !strings.HasPrefix(e[0], "load_data") || !strings.HasPrefix(e[1], "filter") {
		t.Errorf("a delta offline: %q, want an honest failure of load_data and of filter", e)
	}
	eval[bool](t, p, `new Promise(done => { const r = indexedDB.deleteDatabase("point-of-sale-1-toy"); r.onsuccess = r.onblocked = () => done(true); })`)
	x.comesUpOffline(t, p, "/pos/ui/1")
	if asked := eval[string](t, p, `toy.asked`); asked != "full" {
		t.Errorf("asked for %s on an empty database", asked)
	}
}

// What changes or counts something is left to the browser, online and offline.
func TestWritesAreNeverIntercepted(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	writes := []string{
		"pos.order.sync_from_ui", "pos.order.action_pos_order_cancel", "pos.session.set_opening_control",
		"pos.session.close_session_from_ui", "pos.session.try_cash_in_out", "pos.config.register_new_device_identifier",
		"pos.config.read_config_open_orders", "pos.order.read_pos_orders", "pos.order.search_paid_order_ids",
		"pos.config.notify_synchronisation", "pos.config.update_customer_display", "res.partner.create", "res.partner.write",
		"res.partner.unlink", "pos.config.use_coupon_code", "loyalty.card.read", "pos.payment.method.get_latest_adyen_status",
	}
	const send = `(calls) => Promise.all(calls.map(c => { const at = c.lastIndexOf("."); return toy.rpc(c.slice(0, at), c.slice(at + 1), [1]).then(() => "answered", e => e.constructor.name); }))`
	online := call[[]string](t, p, send, writes)
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
	offline := call[[]string](t, p, send, writes)
	for i, name := range writes {
		if online[i] != "answered" || offline[i] != "TypeError" {
			t.Errorf("%s: %s online, %s offline; want answered and TypeError", name, online[i], offline[i])
		}
	}
	x.cut(up)
	call[[]string](t, p, send, writes)
	if n := x.count("POST /web/dataset/call_kw/pos.order/sync_from_ui"); n != 1 {
		t.Errorf("the server saw %d sales, want 1", n)
	}
	var seen []string
	for _, c := range readStatus(t, p).Intercepted {
		seen = append(seen, c.Call)
	}
	sort.Strings(seen)
	want := "barcode.nomenclature.read barcode.rule.search_read pos.session.filter_local_data pos.session.load_data pos.session.load_data_params"
	if got := strings.Join(seen, " "); strings.TrimSpace(got) != want {
		t.Errorf("intercepted %s\nwant %s", got, want)
	}
}

// A sale starts no worker that the browser has ended, and so waits for none. A call of the table
// starts it, and a log-in does: the worker must hear of both.
func TestWritesWakeNoWorker(t *testing.T) {
	x := newTill(t)
	p := x.primed(t)
	running := func(script string) string {
		t.Helper()
		if err := browser.StopWorkers(within(t, 10*time.Second)); err != nil {
			t.Fatal(err)
		}
		eval[any](t, p, script)
		for _, w := range browser.Workers() {
			if strings.HasPrefix(w.Scope, x.URL) {
				return w.Running
			}
		}
		t.Fatal("no worker is registered")
		return ""
	}
	const (
		sale  = `toy.rpc("pos.order", "sync_from_ui", [1]).then(() => "", e => e.message)`
		read  = `toy.rpc("pos.session", "load_data_params", [7]).then(() => "", e => e.message)`
		login = `fetch("/web/session/authenticate", {method: "POST", body: "{}"}).then(() => "")`
	)
	if now := running(sale); now != "stopped" {
		t.Errorf("after a sale the worker is %s", now)
	}
	for _, asked := range []string{read, login} {
		if now := running(asked); now != "running" {
			t.Errorf("after %s the worker is %s", asked, now)
		}
	}
}

// Neither an error inside a 200 nor another user's reply is ever replayed.
func TestRepliesOfAnExpiredLogin(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	x.toy.set(func(s *toy) { s.rpcError = true })
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS with failing calls", isUp)
	if e := eval[[]string](t, p, `toy.errors`); len(e) < 3 {
		t.Errorf("errors %q, want those of the server to pass through", e)
	}
	x.cut(dead)
	x.comesUpOffline(t, p, "/pos/ui/1")
}

func TestTranslations(t *testing.T) {
	t.Parallel()
	x := newTill(t)
	p := x.primed(t)
	const ask = `(hash, lang) => fetch("/web/webclient/translations?hash=" + (hash ?? "") + "&lang=" + lang, {cache: "no-store"}).then(r => r.json()).then(b => b.hash + "/" + (b.modules ? Object.keys(b.modules).length : "short") + "/" + (b.lang_parameters?.direction || ""))`
	want := func(hash, lang, want string) {
		t.Helper()
		if got := call[string](t, p, ask, hash, lang); got != want {
			t.Errorf("translations?hash=%s&lang=%s gave %q, want %q", hash, lang, got, want)
		}
	}
	// Online the server speaks, its short answer included.
	want("h1", "en_US", "h1/short/")
	// An upgrade: other terms, and a page that already holds them.
	x.toy.set(func(s *toy) { s.terms = "h2" })
	x.cut(up)
	want("h2", "en_US", "h2/short/")
	// The worker's own copy is of h1: it gets the whole body for itself.
	for wait := pacetest.For(t, 10*time.Second, "the worker to fetch the new terms"); x.count("GET /web/webclient") < 2; nextNews(t, p) {
		wait.Over(t)
	}
	x.cut(dead)
	visit(t, p, x.URL+"/pos/ui/1")
	waitFor(t, p, "the POS", isUp)
	want("h2", "en_US", "h2/short/")
	want("h1", "en_US", "h2/1/ltr")
	want("", "en_US", "h2/1/ltr")
	want("", "fr_FR", "/0/ltr")
	want("", "ar_001", "/0/rtl")
	want("h9", "fr_FR", "h9/short/")
	// The page has lost its own copy: another tab met a newer registry.
	eval[bool](t, p, `(localStorage.removeItem("translations"), true)`)
	x.comesUpOffline(t, p, "/pos/ui/1")
}

func call[T any](t *testing.T, p *chrome.Page, fn string, args ...any) T {
	t.Helper()
	var v T
	if err := p.Call(within(t, 40e9), fn, args, &v); err != nil {
		t.Fatal(fmt.Errorf("calling %.60s: %w", fn, err))
	}
	return v
}
