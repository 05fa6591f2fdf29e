// The tests of this package prove what each format says of one run, against files in
// testdata, and that no text from a server can break out of it.
package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/result"
)

var update = flag.Bool("update", false, "write the expected texts anew")

// hostile is text as a page, a server or a scenario file could hold it: it
// tries to end an XML document, a TAP line, a YAML block, a terminal's line, a
// workflow command, a table in Markdown and an HTML page.
const hostile = "</title></style><script>alert(1)</script>\n::error::| @all ##[error]%0A,:![x](javascript:x) <b>\"&']]></failure>\x1b[2J\x07\r\n# SKIP ok 2 - \x00\u202e\u2028 %s {{.}} \xff \\ é日"

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
			Warnings: []result.Warning{{Reason: result.UnknownCall, Detail: "pos.config.weigh_in reached the server", Hint: "--read-only-call pos.config.weigh_in"}},
			Observed: result.Observed{Screen: "product", Products: new(47), ImagesBroken: new(0), Dialogs: []string{}, POSSession: new(3), UnsyncedOrders: new(0), UpMS: new(int64(812))},
		},
		{
			Name: "reload-sub-path", Result: result.Failed, Reason: result.BrowserErrorPage, DurationMS: 61_500, File: "scenarios/reload-sub-path.yaml", Line: 4,
			Started: "2026-01-02T03:04:05.000Z", Cuts: []result.Cut{{Fault: "server-dead", FromMS: 9_000, ToMS: 61_400}}, Recording: recording(),
			Steps: []result.Step{
				{File: "scenarios/reload-sub-path.yaml", Line: 17, Step: "cut server-dead", Result: result.Passed, StartedMS: 8_900, DurationMS: 310},
				{File: "scenarios/reload-sub-path.yaml", Line: 19, Step: "expect up within 30s", Result: result.Failed, Detail: "net::ERR_CONNECTION_RESET", StartedMS: 31_300, DurationMS: 30_000},
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

// recording has a mark of each source, and two that fall on one spot.
func recording() *result.Recording {
	return &result.Recording{
		Screenshot: []byte("\xff\xd8\xff\xe0 a picture"),
		Page: []result.Mark{
			{AtMS: 8_000, TookMS: 120, Source: result.FromNetwork, What: "GET /pos/ui/1", Outcome: "200 from network"},
			{AtMS: 8_130, TookMS: 4, Source: result.FromBrowserCache, What: "GET /web/assets/1/a.js", Outcome: "200 from http-cache"},
			{AtMS: 31_300, TookMS: 14, Source: result.FromWorker, What: "GET /web/assets/1/a.js", Outcome: "200 from service-worker"},
			{AtMS: 31_301, TookMS: 12, Source: result.FromWorker, What: "GET /web/assets/1/a.css", Outcome: "200 from service-worker"},
			{AtMS: 31_400, TookMS: 900, Source: result.FromGate, What: "GET /portal", Outcome: "200 from network"},
			{AtMS: 31_500, TookMS: 2_000, Source: result.FromNowhere, What: "GET /pos/ui/1/product/7", Outcome: "net::ERR_CONNECTION_RESET"},
		},
		Gate: []result.Mark{
			{AtMS: 8_010, Source: result.FromNetwork, What: "GET /pos/ui/1", Outcome: "200 from the server"},
			{AtMS: 31_510, Source: result.FromNowhere, What: "GET /pos/ui/1/product/7", Outcome: "stopped at the gate"},
		},
		Log: []result.LogLine{
			{AtMS: 7_900, From: "page", Kind: "navigation", Text: "http://127.0.0.1:8069/pos/ui/1"},
			{AtMS: 31_520, From: "page", Kind: "console", Level: "error", Text: "Failed to load resource"},
		},
	}
}

func hostileDoc() *result.Verify {
	doc := result.NewVerify("as-found", result.Target{URL: "http://" + hostile, Configs: []int{1, 2}})
	doc.Scenarios = []result.Scenario{{
		Name: hostile, Result: result.Failed, Reason: result.Reason(hostile), File: hostile, Line: 1, Config: 2, Detail: hostile, Evidence: hostile,
		Steps: []result.Step{{File: hostile, Line: 1, Step: hostile, Result: result.Failed, Detail: hostile, StartedMS: 1, DurationMS: 9}},
		Proof: result.Proof{Method: hostile, DocumentSource: hostile, CanaryPage: hostile, CanaryWorker: hostile},
		Cuts:  []result.Cut{{Fault: hostile, FromMS: 1, ToMS: 9}}, Started: hostile, Hint: hostile,
		Observed: result.Observed{Screen: hostile, Products: new(1)},
		Recording: &result.Recording{
			Screenshot: []byte(hostile),
			Page:       []result.Mark{{AtMS: 2, Source: result.FromWorker, What: hostile, Outcome: hostile}},
			Gate:       []result.Mark{{AtMS: 2, Source: result.MarkSource(hostile), What: hostile, Outcome: hostile}},
			Log:        []result.LogLine{{AtMS: 2, From: hostile, Kind: hostile, Level: hostile, Text: hostile}},
		},
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
	docs := map[string]result.Document{"verify": verifyDoc(), "hostile": hostileDoc(), "prime": primeDoc(), "fleet": fleetDoc(), "empty": result.NewVerify("fresh", result.Target{Configs: []int{}})}
	for name, doc := range docs {
		for _, kind := range Kinds() {
			golden(t, name+"."+kind, doc, kind, Options{Now: time.Date(2026, 1, 2, 5, 0, 0, 0, time.UTC)})
		}
	}
	golden(t, "verify.color.table", docs["verify"], "table", Options{Color: true, Width: 80})
	golden(t, "verify.linked.html", docs["verify"], "html", Options{Folder: "evidence"})
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
		case "github":
			onlyCommands(t, b.String())
		case "html":
			onlyOurTags(t, b.String())
		case "table", "nagios", "prometheus": // no reader of theirs takes a text for more
		default:
			t.Errorf("nobody has said what hostile text could forge in %s: add a case", kind)
		}
		for _, r := range b.String() {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%s holds the character %U", kind, r)
			}
		}
	}
}

// onlyCommands wants one annotation, and no line that the runner would take for
// another: "::" at its start, or the older "##[" anywhere.
func onlyCommands(t *testing.T, text string) {
	t.Helper()
	commands := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			commands++
			_, properties, _ := strings.Cut(line, " ")
			properties, _, _ = strings.Cut(properties, "::")
			if n := strings.Count(properties, ",") + 1; n != 3 { // file, line, title
				t.Errorf("%d properties: %s", n, properties)
			}
		} else if strings.Contains(line, "##[") {
			t.Errorf("an older command: %q", line)
		}
	}
	if commands != 1 {
		t.Errorf("%d workflow commands, want 1:\n%s", commands, text)
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// onlyOurTags wants the tags of the template, and no address that leads out.
func onlyOurTags(t *testing.T, text string) {
	t.Helper()
	for _, found := range tag.FindAllString(text, -1) {
		name := strings.Trim(strings.Fields(found)[0], "</>")
		if !strings.Contains(htmlText, "<"+name) || name == "script" {
			t.Errorf("tag %s", found)
		}
	}
	if strings.Count(text, "</title>") != strings.Count(text, "<title>") || strings.Count(text, "</style>") != 1 {
		t.Error("a title or the style sheet ends early")
	}
	for _, way := range regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(way[1], "#") && !strings.HasPrefix(way[1], "data:image/jpeg;base64,") && !strings.HasPrefix(way[1], "./") {
			t.Errorf("the report leads to %s", way[1])
		}
	}
	if strings.Contains(text, "ZgotmplZ") {
		t.Error("the template refused a value")
	}
}

// TestGithubSummary: the page of a run gets the summary, the log the commands.
func TestGithubSummary(t *testing.T) {
	var commands, summary bytes.Buffer
	if err := (githubFormat{}).Write(&commands, verifyDoc(), Options{Summary: &summary}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(commands.String()) {
		if !strings.HasPrefix(line, "::") {
			t.Errorf("in the log: %q", line)
		}
	}
	if strings.Contains(summary.String(), "::") || !strings.Contains(summary.String(), "| reload-sub-path | failed |") {
		t.Errorf("the summary:\n%s", summary.String())
	}
}

func TestLinksLeadFromTheReport(t *testing.T) {
	for _, c := range []struct{ folder, evidence, want string }{
		{"kept", "kept/cold-start-1", "./cold-start-1/"},
		{"out", "kept/cold-start-1", "./../kept/cold-start-1/"},
		{"", "kept/cold-start-1", ""},
		{"kept", "", ""},
	} {
		if got := link(c.folder, c.evidence); got != c.want {
			t.Errorf("from %q to %q: %q, want %q", c.folder, c.evidence, got, c.want)
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
