package report

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"poswarm/internal/result"
)

// fleetDoc has a terminal in every state.
func fleetDoc() *result.Fleet {
	at := func(text string) *string { return &text }
	doc := result.NewFleet("check", "fleet.yaml")
	doc.Started, doc.Ended = "2026-01-02T04:50:00Z", "2026-01-02T04:58:00Z"
	doc.Warnings = []string{"the quarantine of till-3 ended on 2026-01-01: ask bert"}
	night := at("2026-01-02T04:55:00Z")
	week := at("2025-12-26T05:00:00Z")
	doc.Terminals = []result.FleetTerminal{
		{Name: "till-1", Groups: []string{"north"}, State: result.StateOK, Since: week, LastOK: night, DurationMS: 9100, Changed: []string{"products: 48, was 47"}, Before: result.StateOK},
		{Name: "till-2", Groups: []string{"north"}, State: result.StateOK, Since: week, LastOK: night, DurationMS: 8700},
		{Name: "till-3", Groups: []string{"north"}, State: result.StateFailed, Reason: result.NeverPrimed, Detail: "cold-start: no page was stored", Hint: "prime it", Since: week, LastOK: week, Before: result.StateFailed, DurationMS: 700},
		{Name: "till-4", Groups: []string{"south"}, State: result.StateFailed, Reason: result.BlankPage, Detail: "cold-start: the page stayed empty", Since: night, LastOK: at("2026-01-01T05:00:00Z"), Before: result.StateOK, New: true, Changed: []string{"state: failed, was ok"}, DurationMS: 12000},
		{Name: "till-5", Groups: []string{"south"}, State: result.StateUnreachable, Reason: result.NoConnection, Detail: "ssh: connect to host till-5 port 22: No route to host", Hint: "is it switched on?", Since: night},
		{Name: "till-6", Groups: []string{"south"}, State: result.StateQuarantined, Judged: result.StateFailed, Quarantine: &result.Quarantine{Owner: "anna", Until: "2026-01-31", Why: "new screen"}, Reason: result.BlankPage, Detail: "cold-start: the page stayed empty", Since: week, LastOK: week},
		{Name: "till-7", State: result.StateDegraded, Reason: result.Stale, Detail: "cold-start: older than the server", Since: night, LastOK: night},
		{Name: "till-8", State: result.StateSilent, Reason: result.NoResult, Detail: "its newest result is of 2025-12-30", Since: night},
		{Name: "till-9", State: result.StateUnknown, Reason: result.OldVersion, Detail: "an old poswarm", Since: night},
		{Name: "till-10", State: result.StateFlaky, Reason: result.Alert, Detail: "once", Since: night},
	}
	doc.Finish()
	return doc
}

// hostileFleet says nothing that a report may take for its own.
func hostileFleet() *result.Fleet {
	doc := result.NewFleet(hostile, hostile)
	doc.Tolerated, doc.Warnings = hostile, []string{hostile}
	doc.Terminals = []result.FleetTerminal{{Name: hostile, Groups: []string{hostile}, Where: hostile, State: result.StateFailed, Reason: result.Reason(hostile), Detail: hostile,
		Hint: hostile, Changed: []string{hostile}, Quarantine: &result.Quarantine{Owner: hostile, Until: hostile, Why: hostile}, Version: hostile}}
	doc.Finish()
	return doc
}

func written(t *testing.T, kind string, doc result.Document) string {
	t.Helper()
	format, ok := Lookup(kind)
	if !ok {
		t.Fatalf("no format %s", kind)
	}
	var b bytes.Buffer
	if err := format.Write(&b, doc, Options{Now: time.Date(2026, 1, 2, 5, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFleetOrder(t *testing.T) {
	var names []string
	for _, one := range fleetDoc().Terminals {
		names = append(names, one.Name)
	}
	if got, want := strings.Join(names, " "), "till-4 till-3 till-10 till-9 till-5 till-8 till-7 till-6 till-1 till-2"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}

// guideline is the form that the Monitoring Plugins Development Guidelines give
// a plugin's first line: status, text, a bar, and 'label'=value;warn;crit;min;max.
var guideline = regexp.MustCompile(`^POSWARM (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \| [a-z]+=\d+;;;0;\d+( [a-z]+=\d+;;;0;\d+)*$`)

func TestNagios(t *testing.T) {
	one := func(state result.State) *result.Fleet {
		doc := result.NewFleet("check", "")
		doc.Terminals = []result.FleetTerminal{{Name: "good", State: result.StateOK}, {Name: "till", State: state}}
		doc.Finish()
		return doc
	}
	within := func(state result.State) *result.Fleet {
		doc := one(state)
		doc.Tolerated = "1 of 2"
		return doc
	}
	for _, c := range []struct {
		doc    result.Document
		code   int
		status string
	}{
		{one(result.StateOK), 0, "OK"},
		{one(result.StateDegraded), 1, "WARNING"},
		{one(result.StateFlaky), 1, "WARNING"},
		{one(result.StateFailed), 2, "CRITICAL"},
		{one(result.StateUnknown), 3, "UNKNOWN"},
		{one(result.StateUnreachable), 3, "UNKNOWN"},
		{one(result.StateSilent), 3, "UNKNOWN"},
		{one(result.StateQuarantined), 0, "OK"},
		{within(result.StateFailed), 1, "WARNING"},
		{within(result.StateUnknown), 1, "WARNING"},
		{within(result.StateFlaky), 1, "WARNING"},
		{within(result.StateOK), 0, "OK"},
		{result.NewFleet("check", ""), 3, "UNKNOWN"},
		{fleetDoc(), 2, "CRITICAL"},
		{hostileFleet(), 1, "WARNING"},
		{verifyDoc(), 2, "CRITICAL"},
		{hostileDoc(), 2, "CRITICAL"},
	} {
		text := written(t, "nagios", c.doc)
		first, _, _ := strings.Cut(text, "\n")
		if !guideline.MatchString(first) || !strings.HasPrefix(first, "POSWARM "+c.status+" - ") || NagiosCode(c.doc) != c.code {
			t.Errorf("code %d, want %d %s: %s", NagiosCode(c.doc), c.code, c.status, first)
		}
		if strings.Count(text, "|") != 1 {
			t.Errorf("more than one bar, so more performance data than there is: %s", text)
		}
	}
}

// Prometheus's own tool reads every file, hostile ones too.
func TestPrometheus(t *testing.T) {
	for name, doc := range map[string]result.Document{"fleet": fleetDoc(), "hostile fleet": hostileFleet(), "verify": verifyDoc(), "hostile": hostileDoc(), "prime": primeDoc()} {
		text := written(t, "prometheus", doc)
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "#") && !regexp.MustCompile(`^poswarm_[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? [0-9.e+]+\n$`).MatchString(line) {
				t.Errorf("%s: %q", name, line)
			}
		}
		promtool, err := exec.LookPath("promtool")
		if err != nil {
			continue
		}
		command := exec.Command(promtool, "check", "metrics")
		command.Stdin = strings.NewReader(text)
		if out, err := command.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: promtool: %v\n%s", name, err, out)
		}
	}
}

// A series may stand in a file once; a second check of its name hides none that
// comes after it.
func TestPrometheusNamesACheckOnce(t *testing.T) {
	doc := result.NewVerify("fresh", result.Target{})
	doc.Scenarios = []result.Scenario{{Name: "one", Result: result.Passed}, {Name: "one", Result: result.Failed}, {Name: "two", Result: result.Failed}}
	text := written(t, "prometheus", doc)
	for series, want := range map[string]int{`poswarm_check_passed{check="one"} 1`: 1, `poswarm_check_passed{check="one"}`: 1, `poswarm_check_passed{check="two"} 0`: 1} {
		if got := strings.Count(text, series); got != want {
			t.Errorf("%d times %s, want %d:\n%s", got, series, want, text)
		}
	}
}

func TestFleetDocument(t *testing.T) {
	var doc result.Fleet
	if err := json.Unmarshal([]byte(written(t, "json", fleetDoc())), &doc); err != nil || doc.Schema != "poswarm.fleet/v1" || len(doc.Terminals) != 10 {
		t.Errorf("%+v, %v", doc, err)
	}
	page := written(t, "html", hostileFleet())
	for _, bad := range []string{"<script", "<img", "\x1b"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// Pages tell times as the reader's clock does; the golden ones are read in UTC.
func init() { time.Local = time.UTC }
