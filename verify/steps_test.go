package verify_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// written is a scenario whose steps stand in the test.
func written(t *testing.T, name, head string, steps ...string) *scenario.Scenario {
	t.Helper()
	text := fmt.Sprintf("name: %s\ntitle: A title\nstory: A story\n%ssteps:\n  - %s\n", name, head, strings.Join(steps, "\n  - "))
	s, err := scenario.Parse(name+".yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestStepsThatMustNotPass has a case for each step and each kind of proof that
// is not told by a lie.
func TestStepsThatMustNotPass(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		scenario *scenario.Scenario
		result   result.Outcome
		reason   result.Reason
		says     string
	}{
		"nobody asked over the slow line": {written(t, "slow", "safe: true\n", "open: {path: /web/login}",
			"cut: {fault: slow, latency: 10ms}", "expect: {login_page: true}"), result.Error, result.NotProven, "no request that met slow"},
		"the cut did not come": {written(t, "never", "safe: true\n", "open: {path: /web/login}",
			"cut: {fault: cut-after, requests: 500}", "expect: {login_page: true}"), result.Error, result.NotProven, "cut-after never came"},
		"nobody met the expired log-in": {written(t, "expired", "safe: true\n", "open: {path: /web/login}",
			"cut: login-redirect", "expect: {login_page: true}"), result.Error, result.NotProven, "no request that met login-redirect"},
		"what is waited for does not come": {written(t, "waits", "safe: true\n", "open", "expect: {up: true}",
			"wait: {until: {pos: offline}, within: 2s}"), result.Failed, result.Deadline, "waited 2s for the POS to believe that it is offline"},
		"a barcode of nothing": {written(t, "scans", "safe: true\n", "open", "expect: {up: true}", "show-products",
			`scan: "0299999999999"`), result.Failed, result.NotScanned, "0299999999999"},
		"a barcode of something else": {written(t, "other", "safe: true\n", "open", "expect: {up: true}", "show-products",
			`scan: {product: "Nothing of the kind"}`), result.Failed, result.NotScanned, "Nothing of the kind"},
		"orders of a page that is no POS": {written(t, "elsewhere", "safe: false\nrequires: [sales]\n", "open", "start-selling", "sell",
			"open: {path: /web/health}", "expect: {orders: {unsynced: 0, within: 1s}}"), result.Failed, result.Deadline, "the POS is not up, so its orders are not known after 1s"},
		"a sample that takes too long": {written(t, "sample", "safe: true\n", "open", "expect: {up: true}",
			"sample: {what: up_ms, times: 2, within: 50ms}"), result.Failed, result.StuckLoading, "50ms"},
	}
	var all []*scenario.Scenario
	for _, c := range cases {
		all = append(all, c.scenario)
	}
	verdicts := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: all, AllowSales: true,
		Benches: demos(t, demo.Options{Worker: demo.WorkerPoswarm})})
	for name, want := range cases {
		got := verdicts[want.scenario.Name]
		if got.Result != want.result || got.Reason != want.reason || !strings.Contains(got.Words(), want.says) {
			t.Errorf("%s: %s (%s): %s; want %s (%s) with %q", name, got.Result, got.Reason, got.Words(), want.result, want.reason, want.says)
		}
	}
}

// TestCashIsCashInEveryLanguage: nobody has to tell a German shop what its cash
// is called, and a method that is not there is named with those that are.
func TestCashIsCashInEveryLanguage(t *testing.T) {
	t.Parallel()
	server, at := liar{answer: func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, "/load_data") {
			rewrite(r, func(data []byte) []byte { return bytes.Replace(data, []byte(`"Cash"`), []byte(`"Bargeld"`), 1) })
		}
	}}.serve(t)
	head := "safe: false\nrequires: [sales]\n"
	verdicts := judge(t, verify.Options{Subject: scenario.Fresh, AllowSales: true, Benches: bench.NewOne(at), Scenarios: []*scenario.Scenario{
		written(t, "cash", head, "open", "start-selling", "sell", "expect: {screen: receipt}"),
		written(t, "cheque", head, "open", "start-selling", "sell: {payment: Scheck}", "expect: {screen: receipt}")}})
	orders := server.Orders()
	if got := verdicts["cash"]; got.Result != result.Passed || len(orders) != 1 || orders[0].Payments[0].Method != 1 {
		t.Errorf("cash: %s: %s; the server has %+v", got.Result, got.Words(), orders)
	}
	const says = "no payment method like scheck: there are bargeld, card, customer account"
	if got := verdicts["cheque"]; got.Result != result.Error || !strings.Contains(got.Words(), says) {
		t.Errorf("cheque: %s: %s; want an error with %q", got.Result, got.Words(), says)
	}
}

// TestShopWithoutCash: it pays by card, not on a customer's account.
func TestShopWithoutCash(t *testing.T) {
	t.Parallel()
	server, at := liar{answer: func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, "/load_data") {
			rewrite(r, func(data []byte) []byte {
				return bytes.Replace(data, []byte(`"type":"cash"`), []byte(`"type":"pay_later"`), -1)
			})
		}
	}}.serve(t)
	got := judge(t, verify.Options{Subject: scenario.Fresh, AllowSales: true, Benches: bench.NewOne(at), Scenarios: []*scenario.Scenario{
		written(t, "card", "safe: false\nrequires: [sales]\n", "open", "start-selling", "sell", "expect: {screen: receipt}")}})["card"]
	orders := server.Orders()
	if got.Result != result.Passed || len(orders) != 1 || len(orders[0].Payments) != 1 || orders[0].Payments[0].Method != 2 {
		t.Errorf("%s: %s; the server has %+v", got.Result, got.Words(), orders)
	}
}

// TestAGuestsBillIsNobodysTest: a scenario's tables are those that it found free,
// and the same ones until its end.
func TestAGuestsBillIsNobodysTest(t *testing.T) {
	t.Parallel()
	server, at := liar{}.serve(t)
	at.Restaurant = bench.Restaurant
	head := "safe: false\nrequires: [sales, restaurant]\n"
	verdicts := judge(t, verify.Options{Subject: scenario.Fresh, AllowSales: true, Benches: bench.NewOne(at), Scenarios: []*scenario.Scenario{
		written(t, "guest", head, "open", "start-selling", "order: {table: 1}", "expect: {screen: floor}"),
		written(t, "check", head, "open", "start-selling", "order: {table: 1}", "order: {table: 2}", "sell: {table: 1}",
			"order: {table: 3}", "sell: {table: 1}", "expect: {screen: receipt, orders: {on_server: 2, within: 5s}}")}})
	for name, got := range verdicts {
		if got.Result != result.Passed {
			t.Errorf("%s: %s: %s", name, got.Result, got.Words())
		}
	}
	var has []string
	for _, o := range server.Orders() {
		has = append(has, fmt.Sprintf("%s, lines: %d", o.State, o.Lines))
	}
	if got, want := strings.Join(has, "; "), "draft, lines: 1; paid, lines: 1; draft, lines: 1; draft, lines: 1; paid, lines: 1"; got != want {
		t.Errorf("the server has %s; want %s", got, want)
	}
}

// TestAJoinedTableIsNotFree: it leads to the bill of the one that it is joined to.
func TestAJoinedTableIsNotFree(t *testing.T) {
	t.Parallel()
	server, at := liar{answer: func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, "/load_data") {
			rewrite(r, func(data []byte) []byte {
				return bytes.ReplaceAll(data, []byte(`"table_number":`), []byte(`"parent_id":1,"table_number":`))
			})
		}
	}}.serve(t)
	at.Restaurant = bench.Restaurant
	got := judge(t, verify.Options{Subject: scenario.Fresh, AllowSales: true, Benches: bench.NewOne(at), Scenarios: []*scenario.Scenario{
		written(t, "joined", "safe: false\nrequires: [sales, restaurant]\n", "open", "start-selling", "order: {table: 1}", "expect: {screen: floor}")}})["joined"]
	if got.Result != result.Error || !strings.Contains(got.Words(), "no free table on the floor plan") || len(server.Orders()) > 0 {
		t.Errorf("%s: %s; the server has %+v", got.Result, got.Words(), server.Orders())
	}
}

// TestSampleIsReported: the numbers and the counts of the gate stand in the
// document.
func TestSampleIsReported(t *testing.T) {
	t.Parallel()
	s := written(t, "sample", "safe: true\n", "open", "expect: {up: true}", "note: for {user} on {config}",
		"cut: server-dead", "sample: {what: up_ms, times: 3, by: reload}", "expect: {dialogs: none}")
	verdict := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: []*scenario.Scenario{s}, Benches: demos(t, demo.Options{Worker: demo.WorkerPoswarm})})["sample"]
	if verdict.Result != result.Passed || len(verdict.Observed.Samples) != 1 {
		t.Fatalf("%s (%s): %s, %d samples", verdict.Result, verdict.Reason, verdict.Words(), len(verdict.Observed.Samples))
	}
	if said := verdict.Steps[2].Step; said != "note for admin on 1" {
		t.Errorf("the note says %q", said)
	}
	got := verdict.Observed.Samples[0]
	if got.What != "up_ms" || got.By != "reload" || len(got.Values) != 3 || got.Min <= 0 || got.Min > got.Median || got.Median > got.Max {
		t.Errorf("%+v", got)
	}
	forwarded, refused := 0, 0
	for _, host := range verdict.Proof.Hosts {
		forwarded, refused = forwarded+host.Forwarded, refused+host.Refused
	}
	if forwarded == 0 || refused == 0 {
		t.Errorf("hosts: %+v", verdict.Proof.Hosts)
	}
}
