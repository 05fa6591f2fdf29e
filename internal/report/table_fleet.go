package report

import (
	"cmp"
	"fmt"
	"strings"

	"poswarm/internal/result"
)

// fleet shows one row a terminal, worst first, and below it what to do about
// those that are not good.
func (p *page) fleet(doc *result.Fleet) {
	rows := make([][]string, 0, len(doc.Terminals))
	for _, t := range doc.Terminals {
		state := oneLine(string(t.State))
		if t.New {
			state += " (new)"
		}
		if t.State == result.StateQuarantined && t.Judged != "" {
			state += " (" + oneLine(string(t.Judged)) + ")"
		}
		rows = append(rows, []string{oneLine(t.Name), p.color(t.State.Outcome(), state), oneLine(string(t.Reason)), p.since(t), p.lastOK(t), span(t.DurationMS)})
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
	p.line("%s: %s: %s", oneLine(t.Name), p.color(t.State.Outcome(), oneLine(string(t.State))), oneLine(cmp.Or(t.Detail, "ready")))
	if q := t.Quarantine; q != nil {
		p.line("  %s answers for it until %s%s", oneLine(q.Owner), oneLine(q.Until), oneLine(prefixed(": ", q.Why)))
	}
	if len(t.Changed) > 0 {
		p.line("  changed: %s", oneLine(strings.Join(t.Changed, "; ")))
	}
	if t.Hint != "" && t.State != result.StateOK {
		p.line("  hint: %s", oneLine(t.Hint))
	}
}

func (p *page) fleetSum(doc *result.Fleet) {
	p.line("")
	for _, text := range doc.Warnings {
		p.line("%s", p.color(result.Degraded, "warning: "+oneLine(text)))
	}
	if doc.Tolerated != "" {
		p.line("tolerated: %s", oneLine(doc.Tolerated))
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
