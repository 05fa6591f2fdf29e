// The tests of this package prove that the demo speaks as a real Odoo does, but for
// differences that are listed with a reason. The one against a real server runs only
// where its address is given.
package conformance

import (
	"context"
	"flag"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/demo"
)

var (
	benchURL      = flag.String("bench-url", "", "address of a real Odoo 19 with a POS 1, in a database that may be changed")
	benchLogin    = flag.String("bench-login", "admin", "log-in on the real Odoo")
	benchWorker   = flag.String("bench-worker", demo.WorkerStockLike, "poswarm when the addon is installed on the real Odoo")
	benchOdoo     = flag.String("bench-odoo", demo.Odoo19, "the build of the real Odoo, as the demo names them")
	benchPassword = flag.String("bench-password", "admin", "password on the real Odoo")
)

// TestDemoSpeaksAsOdoo makes sales and closes the register of the real server.
func TestDemoSpeaksAsOdoo(t *testing.T) {
	if *benchURL == "" {
		t.Skip("needs a real Odoo: -bench-url http://…")
	}
	target, err := url.Parse(*benchURL)
	if err != nil {
		t.Fatal(err)
	}
	text := allowedText
	if *benchWorker == demo.WorkerPoswarm {
		text += addonText
	}
	rules, err := parseRules(text)
	if err != nil {
		t.Fatal(err)
	}
	server, err := demo.Start(t.Context(), demo.Options{Worker: *benchWorker, Odoo: *benchOdoo})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	// the day begins with a register that nobody opened yet
	if err := server.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	own, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	differences := compare(
		record(t, target, *benchLogin, *benchPassword),
		record(t, own, "admin", "admin"),
	)
	left := unexplained(differences, rules)
	for _, d := range left {
		t.Error(d)
	}
	t.Logf("%d differences, %d of them explained", len(differences), len(differences)-len(left))
	for _, r := range rules {
		if r.used == 0 { // some depend on the other server's data and on timing
			t.Logf("no difference fitted %s (%s)", r.pattern, r.reason)
		}
	}
}

func record(t *testing.T, target *url.URL, login, password string) []exchange {
	t.Helper()
	rec := newRecorder(target)
	defer rec.close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	exchanges, err := play(ctx, rec, login, password)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return exchanges
}

func TestEveryAllowedDifferenceHasAReason(t *testing.T) {
	if _, err := parseRules(allowedText + addonText); err != nil {
		t.Error(err)
	}
	if _, err := parseRules("x: y"); err == nil {
		t.Error("a difference without a reason was accepted")
	}
}

func TestCompareFindsWhatDiffers(t *testing.T) {
	one := func(status int, cache, answer string) []exchange {
		return []exchange{{
			Phase: "sale", Key: "POST /x", Status: status, Headers: map[string]string{"Cache-Control": cache},
			Told: keyPaths([]byte(answer)),
		}}
	}
	same := one(200, "no-store", `{"result":[{"a":1,"b":{"c":2}}]}`)
	if d := compare(same, same); len(d) != 0 {
		t.Errorf("equal exchanges differ in %v", d)
	}
	got := compare(same, one(303, "no-cache", `{"result":[{"a":3}]}`))
	for _, want := range []string{
		"sale: POST /x | status | 200 | only on Odoo",
		"sale: POST /x | status | 303 | only on the demo",
		"sale: POST /x | header Cache-Control | no-store | only on Odoo",
		"sale: POST /x | tells | result[].b | only on Odoo",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if text := strings.Join(got, "\n"); strings.Contains(text, "result[].b.c") {
		t.Errorf("what is under a missing key was named as well:\n%s", text)
	}
}
