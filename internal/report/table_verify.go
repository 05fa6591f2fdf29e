package report

import (
	"slices"
	"strconv"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// verify shows one row a scenario, then each one that did not pass with the
// step that decided it, then how the cut was proven.
func (p *page) verify(doc *result.Verify) {
	rows := make([][]string, 0, len(doc.Scenarios))
	for _, s := range doc.Scenarios {
		up := ""
		if s.Observed.UpMS != nil && s.Result != result.Skipped {
			up = span(*s.Observed.UpMS)
		}
		rows = append(rows, []string{p.scenarioName(doc, s), p.outcome(s.Result), clean.Line(string(s.Reason)), up, span(s.DurationMS)})
	}
	p.table([]string{"SCENARIO", "RESULT", "REASON", "UP IN", "TIME"}, rows)
	for _, s := range doc.Scenarios {
		if s.Result != result.Passed || s.Detail != "" {
			p.problem(doc, s)
		}
		p.noticed(doc, s)
	}
	p.proof(doc)
	p.sum(doc.Checks(), "scenario")
}

func (p *page) scenarioName(doc *result.Verify, s result.Scenario) string {
	if s.Config != 0 && len(doc.Target.Configs) > 1 {
		return clean.Line(s.Name) + " @" + strconv.Itoa(s.Config)
	}
	return clean.Line(s.Name)
}

func (p *page) problem(doc *result.Verify, s result.Scenario) {
	p.line("")
	p.line("%s: %s: %s", p.scenarioName(doc, s), p.outcome(s.Result), clean.Line(s.Words()))
	if bad := s.FirstBad(); bad != nil {
		p.line("  --> %s:%d: %s", clean.Line(bad.File), bad.Line, clean.Line(bad.Step))
		if d := clean.Line(bad.Detail); d != "" && d != clean.Line(s.Words()) {
			p.line("      %s", d)
		}
	}
	if s.Evidence != "" {
		p.line("  evidence: %s", clean.Line(s.Evidence))
	}
}

// noticed is what was seen beside the verdict.
func (p *page) noticed(doc *result.Verify, s result.Scenario) {
	for _, warning := range s.Warnings {
		p.line("")
		p.line("%s: warning: %s", p.scenarioName(doc, s), clean.Line(warning.String()))
		if warning.Hint != "" {
			p.line("  hint: %s", clean.Line(warning.Hint))
		}
	}
}

// proof says in one line how the server was cut off and what still got through.
func (p *page) proof(doc *result.Verify) {
	served := 0
	var methods []string
	for _, s := range doc.Scenarios {
		served += s.Proof.RequestsServedWhileCut
		if m := clean.Line(s.Proof.Method); m != "" && !slices.Contains(methods, m) {
			methods = append(methods, m)
		}
	}
	if len(methods) == 0 {
		return
	}
	p.line("")
	p.line("%s on %s, cut off by %s; %s reached the server while it was cut off",
		clean.Line(doc.Subject), clean.Line(doc.Target.URL), strings.Join(methods, " and "), plural(served, "request"))
}
