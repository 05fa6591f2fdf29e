package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// prometheusFormat is a file for the textfile collector of Prometheus's node
// exporter, which reads *.prom from a folder. Write it with --format
// prometheus=FILE: it is replaced in one step.
type prometheusFormat struct{}

func (prometheusFormat) Kind() string { return "prometheus" }

func (prometheusFormat) Write(w io.Writer, doc result.Document, _ Options) error {
	m := &metrics{}
	switch doc := doc.(type) {
	case *result.Fleet:
		m.fleet(doc)
	default:
		m.checks(doc.Checks())
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

// metrics writes the exposition format, version 0.0.4.
type metrics struct{ b strings.Builder }

func (m *metrics) family(name, help string) {
	fmt.Fprintf(&m.b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func (m *metrics) sample(name string, value float64, labels ...string) {
	m.b.WriteString(name)
	for i := 0; i+1 < len(labels); i += 2 {
		sep := ","
		if i == 0 {
			sep = "{"
		}
		fmt.Fprintf(&m.b, `%s%s="%s"`, sep, labels[i], labelValue(labels[i+1]))
	}
	if len(labels) > 0 {
		m.b.WriteByte('}')
	}
	fmt.Fprintf(&m.b, " %g\n", value)
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func labelValue(text string) string { return labelEscapes.Replace(clean.Line(text)) }

func (m *metrics) fleet(doc *result.Fleet) {
	m.family("poswarm_terminal_state", "1 for the state that a terminal is in, 0 for the others.")
	for _, t := range doc.Terminals {
		for _, state := range result.States() {
			value := 0.0
			if t.State == state {
				value = 1
			}
			m.sample("poswarm_terminal_state", value, "terminal", t.Name, "state", string(state))
		}
	}
	m.family("poswarm_terminal_reason", "1 for a terminal that is not ok, with the code of the reason.")
	for _, t := range doc.Terminals {
		if t.Reason != "" {
			m.sample("poswarm_terminal_reason", 1, "terminal", t.Name, "reason", string(t.Reason))
		}
	}
	m.family("poswarm_terminal_last_ok_timestamp_seconds", "When a terminal was ready last; missing for one that never was.")
	for _, t := range doc.Terminals {
		if at, ok := unix(t.LastOK); ok {
			m.sample("poswarm_terminal_last_ok_timestamp_seconds", at, "terminal", t.Name)
		}
	}
	m.family("poswarm_terminal_duration_seconds", "How long a terminal took to answer.")
	for _, t := range doc.Terminals {
		m.sample("poswarm_terminal_duration_seconds", float64(t.DurationMS)/1000, "terminal", t.Name)
	}
	m.family("poswarm_fleet_terminals", "Terminals by state.")
	for _, state := range result.States() {
		m.sample("poswarm_fleet_terminals", float64(doc.Counts[state]), "state", string(state))
	}
	m.family("poswarm_fleet_run_timestamp_seconds", "When the run ended.")
	if at, ok := unix(&doc.Ended); ok {
		m.sample("poswarm_fleet_run_timestamp_seconds", at, "verb", doc.Verb)
	}
}

func (m *metrics) checks(checks result.Checks) {
	m.family("poswarm_checks", "Checks by outcome.")
	for _, outcome := range result.Outcomes() {
		m.sample("poswarm_checks", float64(checks.Count(outcome)), "suite", checks.Suite, "host", checks.Host, "outcome", string(outcome))
	}
	m.family("poswarm_check_passed", "1 for a check that passed, degraded ones included.")
	seen := map[string]bool{}
	for _, c := range checks.Cases {
		if seen[c.Name] {
			continue // a series may stand there once only
		}
		seen[c.Name] = true
		value := 0.0
		if c.Outcome == result.Passed || c.Outcome == result.Degraded {
			value = 1
		}
		m.sample("poswarm_check_passed", value, "check", c.Name)
	}
}

func unix(moment *string) (float64, bool) {
	if moment == nil {
		return 0, false
	}
	at, err := time.Parse(time.RFC3339, *moment)
	return float64(at.Unix()), err == nil
}
