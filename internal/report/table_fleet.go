package report

import (
	"cmp"
	"fmt"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// fleet shows one row a terminal, worst first, and below it what to do about
// those that are not good.
func (p *page) fleet(doc *result.Fleet) {
	rows := make([][]string, 0, len(doc.Terminals))
	for _, t := range doc.Terminals {
		state := clean.Line(string(t.State))
		if t.New {
			state += " (new)"
		}
		if t.State == result.StateQuarantined && t.Judged != "" {
			state += " (" + clean.Line(string(t.Judged)) + ")"
		}
		rows = append(rows, []string{clean.Line(t.Name), p.color(t.State.Outcome(), state), clean.Line(string(t.Reason)), p.since(t), p.lastOK(t), span(t.DurationMS)})
	}
	p.table([]string{"TERMINAL", "STATE", "REASON", "SINCE", "LAST OK", "TIME"}, rows)
	for _, t := range doc.Terminals {
		p.fleetDetail(t)
	}
	p.fleetSum(doc)
}

func (p *page) fleetDetail(t result.FleetTerminal) {
	if t.State == result.StateOK && len(t.Changed) == 0 {
		return
	}
	p.line("")
	p.line("%s: %s: %s", clean.Line(t.Name), p.color(t.State.Outcome(), clean.Line(string(t.State))), clean.Line(cmp.Or(t.Detail, "ready")))
	if q := t.Quarantine; q != nil {
		p.line("  %s answers for it until %s%s", clean.Line(q.Owner), clean.Line(q.Until), clean.Line(prefixed(": ", q.Why)))
	}
	if len(t.Changed) > 0 {
		p.line("  changed: %s", clean.Line(strings.Join(t.Changed, "; ")))
	}
	if t.Hint != "" && t.State != result.StateOK {
		p.line("  hint: %s", clean.Line(t.Hint))
	}
}

func (p *page) fleetSum(doc *result.Fleet) {
	p.line("")
	for _, text := range doc.Warnings {
		p.line("%s", p.color(result.Degraded, "warning: "+clean.Line(text)))
	}
	if doc.Tolerated != "" {
		p.line("tolerated: %s", clean.Line(doc.Tolerated))
	}
	p.line("%s", p.color(worst(doc.Checks()), fmt.Sprintf("%s: %s", plural(len(doc.Terminals), "terminal"), fleetCounts(doc))))
}

func fleetCounts(doc *result.Fleet) string { return FleetCounts(doc.Counts) }

// FleetCounts says how many terminals are in which state, worst first.
func FleetCounts(counts map[result.State]int) string {
	var parts []string
	for _, state := range result.States() {
		if n := counts[state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, state))
		}
	}
	if len(parts) == 0 {
		return nothingChecked
	}
	return strings.Join(parts, ", ")
}

func (p *page) since(t result.FleetTerminal) string {
	if t.Since == nil {
		return ""
	}
	return p.age(*t.Since)
}

func (p *page) lastOK(t result.FleetTerminal) string {
	if t.LastOK == nil {
		return "never"
	}
	return p.age(*t.LastOK)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
