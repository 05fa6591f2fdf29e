package verify_test

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/outage"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

func TestMain(m *testing.M) {
	outage.RunHelper() // Chrome's namespace starts this program again
	os.Exit(m.Run())
}

// judge gives the verdicts by name. Those that could not be told because the
// machine was too busy say nothing: each is judged again alone.
func judge(t *testing.T, o verify.Options) map[string]result.Scenario {
	t.Helper()
	verdicts := judgeOnce(t, o)
	for _, s := range o.Scenarios {
		if verdicts[s.Name].Reason == result.MachineTooBusy {
			verdicts[s.Name] = judgeAlone(t, o, s)
		}
	}
	return verdicts
}

// decided is the verdict on one scenario.
func decided(t *testing.T, o verify.Options) result.Scenario {
	t.Helper()
	return judge(t, o)[o.Scenarios[0].Name]
}

// judgeAlone judges a scenario that the machine was too busy for. Only a machine
// that this process finds starved as well may say so again.
func judgeAlone(t *testing.T, o verify.Options, s *scenario.Scenario) result.Scenario {
	t.Helper()
	o.Scenarios = []*scenario.Scenario{s}
	watch := pacetest.Start()
	got := judgeOnce(t, o)[s.Name]
	step := time.Duration(0)
	if bad := got.FirstBad(); bad != nil {
		step = time.Duration(bad.DurationMS) * time.Millisecond
	}
	if got.Reason == result.MachineTooBusy && !watch.StarvedFor(step) {
		t.Fatalf("%s was not to be told on a machine that had time (%s): %s", got.Name, watch, got.Words())
	} else if got.Reason == result.MachineTooBusy {
		t.Skipf("%s cannot be told here: %s", got.Name, got.Words())
	}
	return got
}

func judgeOnce(t *testing.T, o verify.Options) map[string]result.Scenario {
	t.Helper()
	document := result.NewVerify(string(o.Subject), result.Target{})
	run(t, o, document)
	verdicts := map[string]result.Scenario{}
	for _, verdict := range document.Scenarios {
		verdicts[verdict.Name] = verdict
	}
	return verdicts
}

// run runs scenarios into a document.
func run(t *testing.T, o verify.Options, document *result.Verify) {
	t.Helper()
	o.Browser.Headless = true
	if o.Browser.Binary.Path == "" {
		o.Browser.Binary = chrometest.Scratch()
	}
	o.Timeout = 10 * time.Minute // no test is about it, and the machine may be busy
	if o.Evidence == "" {
		o.Evidence = t.ArtifactDir()
	}
	if o.Progress == nil {
		o.Progress = func(verify.Event) {}
	}
	o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	o.Benches = &turns{Benches: o.Benches}
	verify.Run(t.Context(), o, document)
}

// turns has each scenario wait until it may use a browser.
type turns struct {
	verify.Benches
	taken sync.Map // of bench to the function that gives the turn back
}

func (s *turns) Take(ctx context.Context) (*verify.Bench, error) {
	release, err := pacetest.Take()
	if err != nil {
		return nil, err
	}
	at, err := s.Benches.Take(ctx)
	if err != nil {
		release()
		return nil, err
	}
	s.taken.Store(at, release)
	return at, nil
}

func (s *turns) Give(at *verify.Bench, spent bool) {
	release, _ := s.taken.LoadAndDelete(at)
	s.Benches.Give(at, spent)
	release.(func())()
}

// fullBrowser is the one of the tills, for what chrometest.Scratch lacks.
func fullBrowser(t *testing.T) chrome.Options {
	t.Helper()
	binary, err := chrome.Find("")
	if err != nil {
		t.Fatal(err)
	}
	return chrome.Options{Binary: binary}
}

func library(t *testing.T) []*scenario.Scenario {
	t.Helper()
	all, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func named(t *testing.T, names ...string) []*scenario.Scenario {
	t.Helper()
	var out []*scenario.Scenario
	for _, name := range names {
		s, err := scenario.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func demos(t *testing.T, o demo.Options) *bench.Demo {
	t.Helper()
	servers := bench.NewDemo(o)
	t.Cleanup(servers.Close)
	return servers
}

// TestLibraryPassesWithOurWorker is the promise of the product, on the demo of the
// Odoo that shops run today. Its sales on an older one: see internal/demo/ledger_test.go.
func TestLibraryPassesWithOurWorker(t *testing.T) {
	t.Parallel()
	everyOne(t, demo.Options{Worker: demo.WorkerPoswarm, Odoo: demo.Odoo19June, Products: fewProducts}, passes)
}

func passes(t *testing.T, s *scenario.Scenario, got result.Scenario) {
	t.Helper()
	if got.Result != result.Passed {
		t.Errorf("%s: %s (%s): %s", s.Name, got.Result, got.Reason, got.Words())
	}
	if got.Proof.RequestsServedWhileCut != 0 || got.Proof.CanaryWorker == "not sent" || len(got.Proof.Hosts) == 0 {
		t.Errorf("%s passed on this proof: %+v", s.Name, got.Proof)
	}
}

// TestLibraryFailsWhereTheStockWorkerDoes: a scenario that cannot fail proves
// nothing. The files state what Odoo's own worker shows, reason included; the
// same was measured on an untouched Odoo 19.
func TestLibraryFailsWhereTheStockWorkerDoes(t *testing.T) {
	t.Parallel()
	everyOne(t, demo.Options{Worker: demo.WorkerStockLike, Products: fewProducts}, func(t *testing.T, s *scenario.Scenario, got result.Scenario) {
		if got.Result != s.Stock.Result || got.Reason != s.Stock.Reason {
			t.Errorf("%s: %s (%s), the file says %s (%s): %s", s.Name, got.Result, got.Reason, s.Stock.Result, s.Stock.Reason, got.Words())
		}
	})
}

// everyOne judges the library on a demo, and once more alone what could not be told
// because the machine was too busy.
func everyOne(t *testing.T, server demo.Options, check func(*testing.T, *scenario.Scenario, result.Scenario)) {
	t.Helper()
	all := library(t)
	o := verify.Options{Subject: scenario.Fresh, Scenarios: all, Benches: demos(t, server),
		AllowSales: true, OpenSession: true, Jobs: pacetest.AtATime()}
	verdicts := judgeOnce(t, o)
	for _, s := range all {
		got := verdicts[s.Name]
		if got.Reason != result.MachineTooBusy {
			check(t, s, got)
			continue
		}
		t.Run(s.Name, func(t *testing.T) { check(t, s, judgeAlone(t, o, s)) })
	}
}

// fewProducts are enough to see that some are gone, or have other pictures. Each is a
// request of the page, one of its worker and a copy in the cache, at every start.
const fewProducts = 8

// demoAt starts a demo that the test ends.
func demoAt(t *testing.T, o demo.Options) (*demo.Server, *url.URL) {
	t.Helper()
	o.Products = cmp.Or(o.Products, fewProducts)
	server, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	address, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	return server, address
}

// tillOn is a profile that was primed on a demo, closed, and found.
func tillOn(t *testing.T) (server *demo.Server, profile string, servers *bench.One) {
	t.Helper()
	server, address := demoAt(t, demo.Options{})
	at := &verify.Bench{URL: address, Config: bench.Config}
	profile = filepath.Join(t.TempDir(), "till")
	primeTill(t, at.URL, profile, chrome.Options{})
	return server, profile, bench.NewOne(at)
}

// noFlags is a browser as it is.
var noFlags chrome.Options

func primeTill(t *testing.T, address *url.URL, profile string, browser chrome.Options) {
	t.Helper()
	primeAs(t, "admin", address, profile, browser)
}

// primeAgain primes a till that has only its own log-in.
func primeAgain(t *testing.T, address *url.URL, profile string) {
	t.Helper()
	primeAs(t, "", address, profile, noFlags)
}

func primeAs(t *testing.T, login string, address *url.URL, profile string, browser chrome.Options) {
	t.Helper()
	browser.Binary, browser.Headless = chrometest.Scratch(), true
	release, err := pacetest.Take()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	_, err = warm.Prime(t.Context(), warm.Options{URL: address, Configs: []int{1}, Login: login, Password: login,
		Profile: profile, Lasting: true, OpenSession: true, Images: "all", Timeout: 10 * time.Minute, Browser: browser,
		Progress: func(warm.Progress) {}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTillAsFound(t *testing.T) {
	t.Parallel()
	_, profile, servers := tillOn(t)
	found := verify.Options{Subject: scenario.AsFound, Benches: servers, Profile: profile,
		Scenarios: named(t, "cold-start", "gateway-502")}
	t.Run("primed", func(t *testing.T) {
		// Nobody tells who uses this till; its page does.
		asked := found
		asked.Scenarios = append(named(t, "cold-start"), written(t, "who", "safe: true\nsubject: both\n",
			"open", "expect: {up: true}", "cut: server-dead", "reload", "expect: {up: true}", "note: the till of {user}"))
		verdicts := judge(t, asked)
		if steps := verdicts["who"].Steps; len(steps) == 0 || steps[len(steps)-1].Step != "note the till of admin" {
			t.Errorf("steps %+v", steps)
		}
		for name, verdict := range verdicts {
			if verdict.Result != result.Passed || warnsOf(verdict, result.LoginEnds) || warnsOf(verdict, result.StorageEvictable) {
				t.Errorf("%s: %s (%s): %s, warnings %v", name, verdict.Result, verdict.Reason, verdict.Words(), verdict.Warnings)
			}
		}
	})
	t.Run("another database", func(t *testing.T) {
		at, err := servers.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer servers.Give(at, false)
		for database, want := range map[string]result.Outcome{"demo": result.Passed, "nosuchdb": result.Failed} {
			other, asked := *at, found
			other.Database = database
			asked.Benches, asked.Scenarios = bench.NewOne(&other), named(t, "cold-start")
			got := judge(t, asked)["cold-start"]
			if got.Result != want {
				t.Errorf("--db %s: %s (%s): %s", database, got.Result, got.Reason, got.Words())
			}
			if want == result.Failed && (got.Reason != result.WrongDatabase || !strings.Contains(got.Detail, `"demo"`) || !strings.Contains(got.Detail, `"nosuchdb"`)) {
				t.Errorf("--db %s: %s: %s, want both names", database, got.Reason, got.Words())
			}
		}
	})
	t.Run("never primed", func(t *testing.T) {
		empty := found
		empty.Profile = t.TempDir()
		for name, verdict := range judge(t, empty) {
			if verdict.Result != result.Failed || verdict.Reason != result.NeverPrimed {
				t.Errorf("%s: %s (%s), want failed (never-primed)", name, verdict.Result, verdict.Reason)
			}
		}
	})
	t.Run("storage wiped", func(t *testing.T) {
		// What a policy or "Clear browsing data" leaves: a profile with a
		// login and without caches.
		for _, lost := range []string{"Service Worker", "IndexedDB"} {
			if err := os.RemoveAll(filepath.Join(profile, "Default", lost)); err != nil {
				t.Fatal(err)
			}
		}
		for name, verdict := range judge(t, found) {
			if verdict.Result != result.Failed || verdict.Reason != result.NeverPrimed {
				t.Errorf("%s: %s (%s), want failed (never-primed)", name, verdict.Result, verdict.Reason)
			}
		}
	})
}

// TestTillWhoseRegisterWasNeverOpened: over its products stands the opening
// control, which a copy of a till's profile must not answer.
func TestTillWhoseRegisterWasNeverOpened(t *testing.T) {
	t.Parallel()
	server, address := demoAt(t, demo.Options{})
	if err := server.CloseSession(bench.Config); err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(t.TempDir(), "till")
	primeTill(t, address, profile, chrome.Options{})
	verdicts := judge(t, verify.Options{Subject: scenario.AsFound, Profile: profile, Scenarios: named(t, "reload-sub-path"),
		Benches: bench.NewOne(&verify.Bench{URL: address, Config: bench.Config})})
	verdict := verdicts["reload-sub-path"]
	if verdict.Result != result.Passed || verdict.Observed.Screen != "opening" {
		t.Errorf("%s (%s): %s, at the end the %q screen", verdict.Result, verdict.Reason, verdict.Words(), verdict.Observed.Screen)
	}
}

// TestPicturesSwitchedOff: a POS that is told to show no pictures of products
// misses none. One that was not told so fails, see TestSabotage.
func TestPicturesSwitchedOff(t *testing.T) {
	t.Parallel()
	off := liar{answer: func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, "/pos.session/load_data") {
			rewrite(r, func(data []byte) []byte {
				return bytes.Replace(data, []byte(`"show_product_images":true`), []byte(`"show_product_images":false`), 1)
			})
		}
	}}
	_, at := off.serve(t)
	lie{scenario: parsed(t, "grid"), want: result.Passed}.judge(t, verify.Options{Benches: bench.NewOne(at)})
}

// TestNothingOfATillReachesTheServer: a copy of a till's profile that talked
// to the server would rotate the till's log-in away and send its orders twice.
func TestNothingOfATillReachesTheServer(t *testing.T) {
	t.Parallel()
	server, profile, servers := tillOn(t)
	server.Log().Reset()
	verdicts := judge(t, verify.Options{Subject: scenario.AsFound, Benches: servers, Profile: profile,
		Scenarios: named(t, "reload-server-dead")})
	if verdict := verdicts["reload-server-dead"]; verdict.Result != result.Passed {
		t.Fatalf("%s: %s", verdict.Result, verdict.Words())
	}
	for _, entry := range server.Log().Entries() {
		t.Errorf("%s %s reached the server", entry.Method, entry.Path)
	}
	if proof := verdicts["reload-server-dead"].Proof; proof.CanaryWorker == "not sent" || len(proof.Hosts) == 0 {
		t.Errorf("passed on this proof: %+v", proof)
	}
}
