package scenario

import (
	"slices"

	"poswarm/internal/strictyaml"
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
	case *Scan:
		if *do == (Scan{}) {
			return needs{requires: []Requirement{Barcodes}}
		}
	case *UpgradeServer, *RestartServer:
		return needs{requires: []Requirement{ServerControl}, writes: true, online: true}
	case *CloseRegister, *OpenRegister:
		return needs{requires: []Requirement{Sessions}, writes: true, online: true}
	case *Restore:
		return needs{online: true}
	case *LogIn:
		if do.User == OtherUser {
			return needs{requires: []Requirement{TwoUsers}, online: true}
		}
		return needs{online: true}
	case *LogOut:
		// The log-in that ends is shared by all copies of a primed profile.
		return needs{writes: true, online: true}
	case *Forget:
		return needs{online: do.What == SiteData} // as found nothing would be left to judge
	case *Cut:
		return needs{online: !do.Isolates()}
	case *Open:
		if do.Config == Other {
			return needs{requires: []Requirement{TwoConfigs}}
		}
	case *Wait:
		if do.Until != nil {
			return do.Until.Orders.needs()
		}
	case *Expect:
		switch {
		case do.Emergency != nil && do.Emergency.Offers == Other, do.Up != nil && do.Up.Config == Other:
			return needs{requires: []Requirement{TwoConfigs}}
		}
		return do.Orders.needs()
	}
	return needs{}
}

// needs of a question about orders: what the server has, it must be asked.
func (o *Orders) needs() needs {
	if o != nil && (o.OnServer != nil || o.SameTotal || o.Kept) {
		return needs{requires: []Requirement{Sales}, online: true}
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
	var so progress
	for i, step := range p.s.Steps {
		at := p.nodes[i]
		if needsPage(step.Kind) && !so.opened {
			at.Errorf("start with open", "%s before any page was opened", step.Kind)
			so.opened = true
		}
		p.follows(at, step, &so)
	}
}

// progress is how far a scenario has come before a step.
type progress struct {
	opened, sold, up bool
	cut              *Cut // in force, nil for none
}

// follows checks one step against those before it.
func (p *parser) follows(at strictyaml.Node, step Step, so *progress) {
	switch do := step.Do.(type) {
	case *Open:
		so.opened = true
	case *Cut:
		so.cut = do
	case *Restore:
		if so.cut == nil {
			at.Errorf("cut: server-dead comes before restore", "restore with nothing cut")
		}
		so.cut = nil
	case *Sell:
		so.sold = true
	case *Sample:
		so.up = true
	case *Wait:
		p.waits(at, do, so)
	case *Expect:
		p.expects(at, do, so)
	}
}

// follow checks a question about orders, nil for none.
func (o *Orders) follow(at strictyaml.Node, so *progress) {
	if o != nil && !so.sold {
		at.Errorf("put a sell step before it", "orders are those that the scenario sold, and it has sold none here")
	}
}

func (p *parser) waits(at strictyaml.Node, do *Wait, so *progress) {
	if do.For != 0 && so.cut == nil && p.s.Subject == Fresh {
		at.Errorf("wait for what you expect: wait: {until: {worker: current}}", "a length of time is only for how long an outage lasts, and nothing is cut here")
	}
	if do.Until == nil {
		return
	}
	if do.Until.Cut && (so.cut == nil || so.cut.Fault != CutAfter) {
		at.Errorf("put cut: {fault: cut-after, requests: 3} before it", "wait for a cut that is not to come")
	}
	do.Until.Orders.follow(at, so)
}

func (p *parser) expects(at strictyaml.Node, do *Expect, so *progress) {
	if do.ServerRequests != nil && p.s.Subject == Fresh {
		if so.cut == nil {
			at.Errorf("ask after a cut", "server_requests counts from the cut, and nothing is cut here")
		} else if !so.cut.Isolates() {
			at.Errorf("leave server_requests out", "%s lets requests through", so.cut.Fault)
		}
	}
	do.Orders.follow(at, so)
	if (do.SameProducts || do.SameSession) && !so.up && do.Up == nil {
		at.Errorf("put expect: {up: true} before it", "there is nothing to be the same as: the POS was not up before")
	}
	so.up = so.up || do.Up != nil
}

// needsPage says whether the step works on an open page.
func needsPage(k Kind) bool {
	return slices.Contains([]Kind{KindExpect, KindReload, KindRestartBrowser, KindShowProducts, KindStartSelling, KindSell, KindOrder, KindForget,
		KindWait, KindScan, KindSample}, k)
}
