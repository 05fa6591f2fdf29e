package scenario

// shown refuses what holds on any page, the emergency page of a till without a POS
// included: no dialog, no request, a clean console. Each expectation, and the end,
// needs a step since the last load that fails where the page that is meant is not
// there.
func (p *parser) shown() {
	const advice = "add up: true, or emergency: true or login_page: true where that is what must show"
	load, seen := -1, false
	for i, step := range p.s.Steps {
		definition := definitions[step.Kind]
		if definition.Loads {
			load, seen = i, false
		}
		seen = seen || definition.shows != nil && definition.shows(step.Do)
		if step.Kind == KindExpect && load >= 0 && !seen {
			p.nodes[i].Errorf(advice, "this holds on any page, so it cannot fail: nothing since line %d asks whether the POS is there", p.nodes[load].Line)
			seen = true // said once
		}
	}
	if load >= 0 && !seen {
		p.nodes[load].Errorf("put expect: {up: true} behind it", "nothing asks what this shows, so the scenario ends on any page")
	}
}
