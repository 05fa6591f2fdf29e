package scenario

import (
	"slices"
)

// needs says what a step needs and does, so that a file declares it and a run
// can refuse before a browser starts.
type needs struct {
	requires []Requirement
	// writes means that the step changes something on the server.
	writes bool
	// online means that the step brings the profile to the server, which a copy
	// of a till's profile must never reach.
	online bool
}

func (s Step) needs() needs {
	switch do := s.Do.(type) {
	case *Sell:
		if do.Table != 0 {
			return needs{requires: []Requirement{Sales, Restaurant}, writes: true, online: true}
		}
		return needs{requires: []Requirement{Sales}, writes: true, online: true}
	case *Order:
		return needs{requires: []Requirement{Sales, Restaurant}, writes: true, online: true}
	case *StartSelling:
		return needs{requires: []Requirement{Sales}, writes: true, online: true}
	case *UpgradeServer, *RestartServer:
		return needs{requires: []Requirement{ServerControl}, writes: true, online: true}
	case *Restore:
		return needs{online: true}
	case *Open:
		if do.Config == Other {
			return needs{requires: []Requirement{TwoConfigs}}
		}
	case *Expect:
		switch {
		case do.Emergency != nil && do.Emergency.Offers == Other:
			return needs{requires: []Requirement{TwoConfigs}}
		case do.Orders != nil && (do.Orders.OnServer != nil || do.Orders.SameTotal):
			return needs{requires: []Requirement{Sales}, online: true}
		}
	}
	return needs{}
}

// rules checks what only several values together can break.
func (p *parser) rules() {
	for i, step := range p.s.Steps {
		need, at := step.needs(), p.nodes[i]
		for _, r := range need.requires {
			if !p.s.Needs(r) {
				at.Errorf("add requires: ["+string(r)+"]", "%s needs %s, which the scenario does not require", step.Kind, r)
			}
		}
		if need.writes && p.s.Safe {
			at.Errorf("set safe: false, or take the step out", "%s writes to the server, so the scenario is not safe", step.Kind)
		}
		if need.online && p.s.Subject != Fresh {
			at.Errorf("set subject: fresh", "%s needs the server, which a profile judged as found never reaches", step.Kind)
		}
	}
	p.order()
	if !slices.ContainsFunc(p.s.Steps, func(s Step) bool { return s.Kind == KindExpect }) {
		p.at["steps"].Errorf("end with a step like expect: {up: true}", "the scenario expects nothing, so it cannot fail")
	}
}

// order checks what must come before what.
func (p *parser) order() {
	opened, cut, sold := false, false, false
	for i, step := range p.s.Steps {
		at := p.nodes[i]
		switch do := step.Do.(type) {
		case *Open:
			opened = true
		case *Cut:
			cut = true
		case *Restore:
			if !cut {
				at.Errorf("cut: server-dead comes before restore", "restore with nothing cut")
			}
			cut = false
		case *Sell:
			sold = true
		case *Expect:
			if do.ServerRequests != nil && !cut && p.s.Subject == Fresh {
				at.Errorf("ask after a cut", "server_requests counts from the cut, and nothing is cut here")
			}
			if do.Orders != nil && !sold {
				at.Errorf("put a sell step before it", "orders are those that the scenario sold, and it has sold none here")
			}
		}
		if needsPage(step.Kind) && !opened {
			at.Errorf("start with open", "%s before any page was opened", step.Kind)
			opened = true
		}
	}
}

// needsPage says whether the step works on an open page.
func needsPage(k Kind) bool {
	return slices.Contains([]Kind{KindExpect, KindReload, KindRestartBrowser, KindShowProducts, KindStartSelling, KindSell, KindOrder, KindForget}, k)
}
