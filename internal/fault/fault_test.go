// The tests of this package prove that every fault has a complete row, and that the
// text of one is read or refused as the scenarios' reference says.
package fault

// These tests prove that the table is complete: each row can be found, says what
// it does, and takes just the measures that its forms name.

import (
	"strings"
	"testing"
	"time"

	"poswarm/internal/hint"
)

func TestRowsAreComplete(t *testing.T) {
	seen := map[Name]bool{}
	for _, r := range Rows() {
		if r.Effect == nothing || r.Hangs && r.Effect != NoAnswer || r.Meets == "" || seen[r.Name] || len(r.Forms) > 1 && r.Example == "" {
			t.Errorf("row %+v", r)
		}
		seen[r.Name] = true
		for name := range Measures() {
			if new(Plan).Field(name) == nil {
				t.Errorf("%s: the plan has no field for %s", r.Name, name)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for name, status := range map[string]int{"server-dead": 0, "status-502": 502, "status-404": 404, "status-599": 599, "slow": 0} {
		r, err := Parse(name)
		if err != nil || string(r.Name) != name || r.Name.Status() != status {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for _, name := range []string{"", "status-NNN", "status-200", "status-600", "status-0502", "status-", "status-5e2", "server-daed"} {
		if r, err := Parse(name); err == nil || hint.Of(err) == "" {
			t.Errorf("%q: %+v, %v", name, r, err)
		}
	}
}

func TestNothingIsNoFault(t *testing.T) {
	var none Name
	if row, known := Lookup(none); known || row.Alone || none.Silent() || none.Answers() || none.LetsThrough() {
		t.Error("no fault has an effect")
	}
}

func TestCheck(t *testing.T) {
	for want, plans := range map[string][]Plan{
		"": {
			{Fault: ServerDead}, {Fault: "status-404"}, {Fault: DNSDead}, {Fault: DNSDead, Latency: time.Second},
			{Fault: Slow, Latency: 1}, {Fault: Slow, Bandwidth: 1}, {Fault: Slow, Latency: 1, Bandwidth: 1},
			{Fault: CutAfter, Requests: 1, From: "/pos"}, {Fault: CutAfter, Bytes: 1, By: "status-500"}, {Fault: CutAfter, Call: "x", By: DNSDead},
			{Fault: Flapping, Down: 1, Up: 1, By: LoginService}, {Fault: Flapping, Every: 2, By: Portal},
		},
		"no fault is called":             {{Fault: "x"}, {Fault: CutAfter, Requests: 1, By: "x"}},
		"needs latency, or bandwidth":    {{Fault: Slow}},
		"needs requests, or bytes":       {{Fault: CutAfter}, {Fault: CutAfter, From: "/x"}},
		"takes no bytes with requests":   {{Fault: CutAfter, Requests: 1, Bytes: 1}},
		"takes no from with bytes":       {{Fault: CutAfter, Bytes: 1, From: "/x"}},
		"needs down and up, or every":    {{Fault: Flapping}, {Fault: Flapping, Down: 1}, {Fault: Flapping, Up: 1}},
		"takes no every with down":       {{Fault: Flapping, Down: 1, Up: 1, Every: 2}},
		"cannot be counted":              {{Fault: Flapping, Every: 2, By: ServerDead}, {Fault: Flapping, Every: 2, By: LoginService}},
		"slow is not possible here":      {{Fault: CutAfter, Bytes: 1, By: Slow}},
		"cable-out is not possible here": {{Fault: Flapping, Down: 1, Up: 1, By: CableOut}},
		"every must be at least 2":       {{Fault: Flapping, Every: 1}},
		"has no by":                      {{Fault: Portal, By: ServerDead}},
	} {
		for _, p := range plans {
			if err := p.Check(); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%+v: %v, want %q", p, err, want)
			}
		}
	}
}

func TestOff(t *testing.T) {
	for want, p := range map[Name]Plan{
		ServerDead: {Fault: Flapping, Down: 1, Up: 1}, Status502: {Fault: Flapping, Every: 3}, Portal: {Fault: CutAfter, Bytes: 1, By: Portal},
	} {
		if got := p.Off(); got != want {
			t.Errorf("%+v: %s", p, got)
		}
	}
}
