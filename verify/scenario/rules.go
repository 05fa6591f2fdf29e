package scenario

import "slices"

// rules checks what only several values together can break.
func (p *parser) rules() {
	for i, step := range p.s.Steps {
		need, at := step.need(), p.nodes[i]
		for _, r := range need.Requires {
			if !p.s.Needs(r) {
				at.Errorf("add requires: ["+string(r)+"]", "%s needs %s, which the scenario does not require", step.Kind, r)
			}
		}
		if need.Writes && p.s.Safe {
			at.Errorf("set safe: false, or take the step out", "%s writes to the server, so the scenario is not safe", step.Kind)
		}
		if need.Online && p.s.Subject != Fresh {
			at.Errorf("set subject: fresh", "%s needs the server, which a profile judged as found never reaches", step.Kind)
		}
	}
	p.checkOrder()
	if !slices.ContainsFunc(p.s.Steps, func(s Step) bool { return s.Kind == KindExpect }) {
		p.at["steps"].Errorf("end with a step like expect: {up: true}", "the scenario expects nothing, so it cannot fail")
	}
}

// checkOrder checks what must come before what.
func (p *parser) checkOrder() {
	var so progress
	for i, step := range p.s.Steps {
		at := p.nodes[i]
		definition := definitions[step.Kind]
		if definition.Page && !so.opened {
			at.Errorf("start with open", "%s before any page was opened", step.Kind)
			so.opened = true
		}
		if definition.follows != nil {
			definition.follows(p, at, step.Do, &so)
		}
	}
}

// progress is how far a scenario has come before a step.
type progress struct {
	opened, sold, up bool
	cut              *Cut // in force, nil for none
}
