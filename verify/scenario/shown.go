package scenario

// shown refuses what holds on any page, the emergency page of a till without a POS
// included: no dialog, no request, a clean console. Each expectation, and the end,
// needs a step since the last load that fails where the page that is meant is not
// there.
func (p *parser) shown() {
	const advice = "add up: true, or emergency: true or login_page: true where that is what must show"
	load, seen := -1, false
	for i, step := range p.s.Steps {
		if step.loads() {
			load, seen = i, false
		}
		seen = seen || step.shows()
		if step.Kind == KindExpect && load >= 0 && !seen {
			p.nodes[i].Errorf(advice, "this holds on any page, so it cannot fail: nothing since line %d asks whether the POS is there", p.nodes[load].Line)
			seen = true // said once
		}
	}
	if load >= 0 && !seen {
		p.nodes[load].Errorf("put expect: {up: true} behind it", "nothing asks what this shows, so the scenario ends on any page")
	}
}

// loads tells whether the step brings another page.
func (s Step) loads() bool {
	switch s.Kind {
	case KindOpen, KindReload, KindRestartBrowser, KindLogIn, KindLogOut:
		return true
	}
	return false
}

// shows tells whether the step fails where the POS is not there, or the page that
// it names.
func (s Step) shows() bool {
	switch do := s.Do.(type) {
	case *Expect:
		return do.shows()
	case *Wait:
		return do.Until != nil && (do.Until.Worker || do.Until.POS != "" || do.Until.Screen != ScreenAny)
	case *ShowProducts, *StartSelling, *Sell, *Order, *Scan, *Sample, *LogIn, *LogOut:
		return true
	}
	return false
}

func (e *Expect) shows() bool {
	return e.Up != nil || e.Emergency != nil || e.LoginPage || e.Screen != ScreenAny || e.SameProducts || e.SameSession ||
		// What waits on the terminal is asked of a POS that is up.
		e.Orders != nil && (e.Orders.Unsynced != nil || e.Orders.Kept)
}
