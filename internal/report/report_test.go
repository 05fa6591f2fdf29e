package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/result"
)

var update = flag.Bool("update", false, "write the expected texts anew")

// hostile is text as a page, a server or a scenario file could hold it: it
// tries to end an XML document, a TAP line, a YAML block and a terminal's line.
const hostile = "<b>\"&']]></failure>\x1b[2J\x07\r\n# SKIP ok 2 - \x00\u202e\u2028 %s {{.}} \xff \\ é日"

func verifyDoc() *result.Verify {
	doc := result.NewVerify("fresh", result.Target{URL: "http://127.0.0.1:8069", Database: "shop", Configs: []int{1}})
	doc.Scenarios = []result.Scenario{
		{
			Name: "reload-server-dead", Result: result.Passed, DurationMS: 4210, File: "scenarios/reload-server-dead.yaml", Line: 4,
			Steps: []result.Step{
				{File: "scenarios/reload-server-dead.yaml", Line: 15, Column: 5, Step: "open /pos/ui/{config}", Result: result.Passed},
				{File: "scenarios/reload-server-dead.yaml", Line: 16, Column: 5, Step: "expect up within 30s", Result: result.Passed, Detail: "up in 812 ms"},
			},
			Proof:    result.Proof{Method: "gate", CanaryPage: "rejected", CanaryWorker: "rejected", DocumentSource: "service-worker"},
			Observed: result.Observed{Screen: "product", Products: new(47), ImagesBroken: new(0), Dialogs: []string{}, POSSession: new(3), UnsyncedOrders: new(0), UpMS: new(int64(812))},
		},
		{
			Name: "reload-sub-path", Result: result.Failed, Reason: result.BrowserErrorPage, DurationMS: 61_500, File: "scenarios/reload-sub-path.yaml", Line: 4,
			Steps: []result.Step{
				{File: "scenarios/reload-sub-path.yaml", Line: 17, Step: "cut server-dead", Result: result.Passed},
				{File: "scenarios/reload-sub-path.yaml", Line: 19, Step: "expect up within 30s", Result: result.Failed, Detail: "net::ERR_CONNECTION_RESET"},
				{File: "scenarios/reload-sub-path.yaml", Line: 20, Step: "note the end", Result: result.Skipped},
			},
			Proof:    result.Proof{Method: "gate", RequestsServedWhileCut: 2},
			Observed: result.Observed{Dialogs: []string{}}, Evidence: "evidence/reload-sub-path",
		},
		{Name: "captive-portal", Result: result.Error, Reason: result.NotProven, DurationMS: 900, Detail: "the canary in the worker was not answered by the gate"},
		{Name: "cold-start", Result: result.Flaky, Reason: result.Deadline, DurationMS: 900},
		{Name: "gateway-502", Result: result.Degraded, Detail: "stale: the server has a newer build", DurationMS: 12},
		{Name: "sale-survives-reload", Result: result.Skipped, Detail: "needs sales; --allow-sales permits them"},
	}
	return doc
}

func hostileDoc() *result.Verify {
	doc := result.NewVerify("as-found", result.Target{URL: "http://" + hostile, Configs: []int{1, 2}})
	doc.Scenarios = []result.Scenario{{
		Name: hostile, Result: result.Failed, Reason: result.Reason(hostile), File: hostile, Line: 1, Config: 2, Detail: hostile, Evidence: hostile,
		Steps: []result.Step{{File: hostile, Line: 1, Step: hostile, Result: result.Failed, Detail: hostile}},
		Proof: result.Proof{Method: hostile},
	}}
	return doc
}

func primeDoc() *result.Prime {
	doc := result.NewPrime(false)
	doc.Configs = []result.PrimeConfig{
		{
			Config: 1, Session: result.SessionOpen, Result: result.Passed, DurationMS: 8123,
			Downloaded: result.Downloaded{Files: 61, Bytes: 5_432_100},
			Snapshot: &result.Snapshot{
				Config: 1, Database: "shop", User: 2, State: "current", ID: "s1", POSSession: new(3), Created: "2026-01-02T03:04:05.000Z",
				Completed: new("2026-01-02T03:04:09.000Z"), Entries: 64, Bytes: 6_000_000, Replies: 9,
				Images: result.Images{Wanted: 47, Stored: 45}, Languages: []string{"en_US", "de_DE"},
				Refused: []result.Refused{{URL: "/web/image/product.product/12/image_128", Reason: "placeholder-image"}},
			},
		},
		{Config: 2, Session: result.SessionNone, Result: result.Failed, Detail: "no POS session is open and nothing was cached before", DurationMS: 310},
	}
	return doc
}

func TestFormats(t *testing.T) {
	docs := map[string]result.Document{"verify": verifyDoc(), "hostile": hostileDoc(), "prime": primeDoc(), "empty": result.NewVerify("fresh", result.Target{Configs: []int{}})}
	for name, doc := range docs {
		for _, kind := range Kinds() {
			golden(t, name+"."+kind, doc, kind, Options{})
		}
	}
	golden(t, "verify.color.table", docs["verify"], "table", Options{Color: true, Width: 80})
	golden(t, "verify.narrow.table", docs["verify"], "table", Options{Width: 60})
}

func golden(t *testing.T, name string, doc result.Document, kind string, o Options) {
	t.Helper()
	format, ok := Lookup(kind)
	if !ok {
		t.Fatalf("no format %s", kind)
	}
	var got bytes.Buffer
	if err := format.Write(&got, doc, o); err != nil {
		t.Fatal(err)
	}
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// Whatever a page says, the reports stay well-formed and a terminal stays calm.
func TestHostileText(t *testing.T) {
	for _, kind := range Kinds() {
		var b bytes.Buffer
		format, _ := Lookup(kind)
		if err := format.Write(&b, hostileDoc(), Options{}); err != nil {
			t.Fatal(err)
		}
		switch kind {
		case "json":
			if !json.Valid(b.Bytes()) {
				t.Error("the JSON is not valid")
			}
			continue // JSON escapes control characters and keeps the rest
		case "junit":
			d := xml.NewDecoder(&b)
			failures := 0
			for {
				tok, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("the XML is not well-formed: %v", err)
				}
				if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "failure" {
					failures++
				}
			}
			if failures != 1 {
				t.Errorf("%d failures, want 1", failures)
			}
			continue
		case "tap":
			for line := range strings.Lines(b.String()) {
				if strings.HasPrefix(line, "ok") {
					t.Errorf("a failure reads as ok: %q", line)
				}
			}
		}
		for _, r := range b.String() {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%s holds the character %U", kind, r)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	if _, ok := Lookup("yaml"); ok {
		t.Error("there is a format yaml")
	}
	if Kinds()[0] != "table" {
		t.Errorf("the default format is %s", Kinds()[0])
	}
}
