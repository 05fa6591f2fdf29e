package verify_test

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/report"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// lie is a server, a worker, a page or a network that is not what it says, and
// the verdict that calls it out.
type lie struct {
	name     string
	scenario []*scenario.Scenario
	liar     liar
	want     result.Outcome
	reason   result.Reason
	says     string // in the detail
}

// TestSabotage tells the lies that a check could believe: none may end in a
// pass, and each must be called by its name.
func TestSabotage(t *testing.T) {
	t.Parallel()
	lies := append(workerLies(t), append(pageLies(t), serverLies(t)...)...)
	for _, lie := range lies {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			_, at := lie.liar.serve(t)
			lie.judge(t, verify.Options{Benches: bench.NewOne(at), AllowSales: true})
		})
	}
	t.Run("a side door past the gate", func(t *testing.T) {
		t.Parallel()
		sideDoor(t, "--no-proxy-server")
	})
	t.Run("a till", tillLies)
	t.Run("another proxy that was never cut", anotherProxy)
	t.Run("the page of before the cut, out of the history", outOfHistory)
	t.Run("a scenario that cannot run here counts as a pass", skippedIsNoPass)
	t.Run("a page of a till's copy says goodbye to the server", goodbye)
	t.Run("the till's own log-in is dead after the run", logInLives)
	t.Run("a page that writes the report", hostileReport)
	t.Run("evidence that cannot be kept hides the verdict", noEvidence)
}

func (l lie) judge(t *testing.T, o verify.Options) {
	t.Helper()
	if o.Subject == "" {
		o.Subject = scenario.Fresh
	}
	o.Scenarios = l.scenario
	got := decided(t, o)
	if got.Result != l.want || got.Reason != l.reason || !strings.Contains(got.Words(), l.says) {
		t.Errorf("%s (%s): %s; want %s (%s) with %q", got.Result, got.Reason, got.Words(), l.want, l.reason, l.says)
	}
}

// workerLies are service workers that only look as if they did their work.
func workerLies(t *testing.T) []lie {
	soon, grid, gateway := parsed(t, "soon"), parsed(t, "grid"), parsed(t, "gateway")
	by := func(file string) liar { return lyingWorker(t, file) }
	return []lie{
		{"the scripts are in the HTTP cache only", soon, by("http-cache"), result.Failed, result.BlankPage, "was empty"},
		{"nothing is left that could send a canary", withoutEnd(parsed(t, "gone")), by("leaves"), result.Error, result.NotProven, "no canary could be sent"},
		{"the worker has an answer for everything", soon, by("answers-canaries"), result.Error, result.NotProven, "answered by something else"},
		{"the worker lets no canary of the page out", soon, by("refuses-canaries"), result.Error, result.NotProven, "page's canary rejected (net::ERR_FAILED)"},
		{"the worker repeats what the gate once said", gateway, by("repeats-the-gate"), result.Error, result.NotProven, "answered by something else"},
		{"the images are gone", grid, by("loses-images"), result.Failed, result.ImagesBroken, "images"},
		{"every image is the same grey dot", grid, by("grey-images"), result.Failed, result.ImagesBroken, "6 of 6 product images"},
		{"a reload that leaves the old page on the screen", soon, by("keeps-the-old-page"), result.Failed, result.Download, ""},
		{"a reload that saves the page as a file", soon, by("downloads-the-page"), result.Failed, result.Download, ""},
		{"the POS is there, but not soon", soon, by("slow"), result.Failed, result.BrowserErrorPage, ""},
	}
}

// pageLies are POS pages that only look as if they were up.
func pageLies(t *testing.T) []lie {
	soon, grid := parsed(t, "soon"), parsed(t, "grid")
	by := func(file string) liar { return lyingPage(t, file) }
	return []lie{
		{"an empty product grid", grid, by("empty-grid"), result.Failed, result.ProductsMissing, "no product is shown"},
		{"a product is missing", soon, by("fewer-products"), result.Failed, result.ProductsMissing, "products"},
		{"a payment method is missing", soon, by("fewer-payments"), result.Failed, result.ProductsMissing, "payment methods"},
		{"an error dialog under the fold", soon, by("dialog-below"), result.Failed, result.ErrorDialog, "Nothing can be sold today"},
		{"an error dialog after the last step", soon, by("dialog-at-the-end"), result.Failed, result.ErrorDialog, "Nothing can be sold any more"},
		{"nothing can be scanned", soon, by("no-scanner"), result.Degraded, result.BarcodeParserMissing, "scanning"},
		{"an alert box", soon, by("alert"), result.Failed, result.Alert, "Call your manager"},
		{"the page of another POS session", soon, by("other-session"), result.Failed, result.POSSessionChanged, "POS session"},
		{"the page of another POS", soon, by("other-config"), result.Failed, result.WrongConfig, "config 2"},
		{"the page of another user", soon, by("other-user"), result.Failed, result.WrongUser, "user"},
		{"a start that computes without an end", soon, by("computes"), result.Failed, result.StuckLoading, "not up"},
		{"a loading screen that stays", soon, by("never-ready"), result.Failed, result.StuckLoading, "not up"},
		{"an error that only the console shows", named(t, "console-stays-clean"), by("lost-for-words"), result.Failed, result.ConsoleError, "lost for words"},
		{"a write by a scenario that is safe", soon, by("writes"), result.Failed, result.WriteDuringSafeScenario, "pos.config.write"},
		{"a write whose address names no method", soon, by("writes-without-a-name"), result.Failed, result.WriteDuringSafeScenario, "delete_opening_control_session"},
		{"a write under the address of a read", soon, by("writes-as-a-read"), result.Failed, result.WriteDuringSafeScenario, "pos.config.write"},
		{"a sale is gone after the reload", named(t, "sale-survives-reload"), by("forgets-orders"), result.Failed, result.OrdersLost, "0 orders wait"},
	}
}

// serverLies are told on the way to the server and back.
func serverLies(t *testing.T) []lie {
	sale, soon := named(t, "sale-survives-reload"), parsed(t, "soon")
	return []lie{
		{"an order arrives twice under one reference", sale, liar{ask: doubleOrders(t)}, result.Failed, result.OrdersDoubled, "are 2 orders"},
		{"an order arrives with another total", sale, liar{ask: orderCall(t, each(cheaper))},
			result.Failed, result.WrongTotal, "is 0.50 on the server"},
		{"an order is taken and forgotten", sale, liar{ask: orderCall(t, func([]any) []any { return []any{} })},
			result.Failed, result.OrderNotOnServer, "0 of 1 orders"},
		{"Odoo's own worker came back", parsed(t, "tomorrow"), otherWorkerFrom(t, 3), result.Failed, result.BrowserErrorPage, ""},
		{"the POS is at another origin than the one cut", soon, liar{answer: elsewhere}, result.Failed, result.LoginPage, "//localhost:"},
		{"a server that does not answer what it has never heard of", soon, liar{ask: nothingNew}, result.Error, result.NotProven, "found no server"},
	}
}

// nothingNew loses the requests of the canaries.
func nothingNew(r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/poswarm-canary-") {
		r.URL.Host = "127.0.0.1:1" // tcpmux: nothing listens there
	}
}

// sideDoor gives the browser another way out than the gate, which only works
// without a network namespace.
func sideDoor(t *testing.T, flag string) {
	t.Helper()
	_, at := liar{}.serve(t)
	o := verify.Options{Benches: bench.NewOne(at), NoNamespace: true}
	o.Browser = started(t, "", flag)
	lie{scenario: parsed(t, "soon"), want: result.Error, reason: result.NotIsolated, says: "gate"}.judge(t, o)
}

// anotherProxy is asked by no page: its address, too, leads to the gate. What the
// browser itself asks for (accounts.google.com) is not of the till.
func anotherProxy(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1000)
	other := unstarted(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Method + " " + r.RequestURI }))
	other.Start()
	_, at := liar{}.serve(t)
	o := verify.Options{Benches: bench.NewOne(at), NoNamespace: true, Browser: started(t, "", "--proxy-server="+other.URL)}
	lie{scenario: named(t, "reload-server-dead"), want: result.Passed}.judge(t, o)
	for range len(asked) {
		if request := <-asked; strings.Contains(request, at.URL.Host) {
			t.Errorf("the other proxy was asked: %s", request)
		}
	}
}

// outOfHistory needs a browser with a back/forward cache.
func outOfHistory(t *testing.T) {
	t.Parallel()
	_, at := lyingWorker(t, "goes-back").serve(t)
	lie{scenario: parsed(t, "again"), want: result.Error, reason: result.NotProven, says: "history"}.
		judge(t, verify.Options{Benches: bench.NewOne(at), Browser: fullBrowser(t)})
}

func skippedIsNoPass(t *testing.T) {
	_, at := liar{}.serve(t) // of which the bench knows no restaurant
	lie{scenario: named(t, "restaurant-open-drafts"), want: result.Skipped, says: "restaurant"}.
		judge(t, verify.Options{Benches: bench.NewOne(at), AllowSales: true})
}

// goodbye judges a till whose page has a last word for the server.
func goodbye(t *testing.T) {
	t.Parallel()
	server, at := lyingPage(t, "says-goodbye").serve(t)
	profile := filepath.Join(t.TempDir(), "till")
	primeTill(t, at.URL, profile, noFlags)
	server.Log().Reset()
	lie{scenario: named(t, "reload-server-dead"), want: result.Passed}.
		judge(t, verify.Options{Subject: scenario.AsFound, Profile: profile, Benches: bench.NewOne(at)})
	for _, entry := range server.Log().Entries() {
		t.Errorf("%s %s reached the server", entry.Method, entry.Path)
	}
}

// logInLives judges a till on a server that gives a new session id with every
// answer and kills the old one 2 s later, and then opens the till.
func logInLives(t *testing.T) {
	t.Parallel()
	_, at := liar{demo: demo.Options{RotateAfter: time.Millisecond, RotateGrace: 2 * time.Second}}.serve(t)
	profile := filepath.Join(t.TempDir(), "till")
	primeTill(t, at.URL, profile, noFlags)
	lie{scenario: named(t, "cold-start"), want: result.Passed}.
		judge(t, verify.Options{Subject: scenario.AsFound, Profile: profile, Benches: bench.NewOne(at)})
	primeAgain(t, at.URL, profile) // without a password: only its own log-in opens the POS
}

// hostileReport lets a page write into every format of the result.
func hostileReport(t *testing.T) {
	t.Parallel()
	_, at := lyingPage(t, "lost-for-words").serve(t)
	document := result.NewVerify(string(scenario.Fresh), result.Target{})
	run(t, verify.Options{Subject: scenario.Fresh, Scenarios: named(t, "console-stays-clean"), Benches: bench.NewOne(at)}, document)
	for _, kind := range report.Kinds() {
		format, _ := report.Lookup(kind)
		var out bytes.Buffer
		if err := format.Write(&out, document, report.Options{}); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		text := out.String()
		if (kind == "html" || kind == "junit") && strings.Contains(text, "<script>alert(1)") {
			t.Errorf("%s has the page's script as its own:\n%s", kind, text)
		}
		if strings.ContainsAny(text, "\x00\x1b") {
			t.Errorf("%s passes control characters on", kind)
		}
		if kind == "junit" {
			var suites struct {
				Failures int `xml:"failures,attr"`
			}
			if err := xml.Unmarshal(out.Bytes(), &suites); err != nil || suites.Failures != 1 {
				t.Errorf("junit tells of %d failures (%v):\n%s", suites.Failures, err, text)
			}
		}
	}
}

// noEvidence names a folder that cannot be made.
func noEvidence(t *testing.T) {
	t.Parallel()
	_, at := lyingPage(t, "other-config").serve(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	document := result.NewVerify(string(scenario.Fresh), result.Target{})
	run(t, verify.Options{Subject: scenario.Fresh, Scenarios: parsed(t, "soon"), Benches: bench.NewOne(at),
		Evidence: filepath.Join(file, "evidence")}, document)
	got := document.Scenarios[0]
	if got.Result != result.Failed || got.Reason != result.WrongConfig || !strings.Contains(got.Detail, "evidence is incomplete") || got.Evidence != "" {
		t.Errorf("%s (%s), evidence %q: %s", got.Result, got.Reason, got.Evidence, got.Detail)
	}
}

// withoutEnd takes the last step away: a file that expects nothing of a page is
// refused (verify/scenario/shown.go).
func withoutEnd(one []*scenario.Scenario) []*scenario.Scenario {
	one[0].Steps = one[0].Steps[:len(one[0].Steps)-1]
	return one
}
