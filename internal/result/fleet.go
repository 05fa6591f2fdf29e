package result

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// FleetSchema names the document of `poswarm fleet`.
const FleetSchema = "poswarm.fleet/v1"

// State is what is known of a terminal. Only ok and degraded will survive the day.
type State string

// The states.
const (
	StateOK       State = "ok"
	StateDegraded State = "degraded" // comes up, with a warning
	StateFailed   State = "failed"   // will not come up without its server
	StateFlaky    State = "flaky"    // failed once and came up later: not ok
	// StateUnreachable: no way to the terminal, nothing was asked.
	StateUnreachable State = "unreachable"
	// StateSilent: it should have told by now and did not.
	StateSilent State = "silent"
	// StateUnknown: it was reached and could not be judged.
	StateUnknown State = "unknown"
	// StateQuarantined: somebody answers for it until a day; it is shown and not counted.
	StateQuarantined State = "quarantined"
)

// States lists all states, worst first.
func States() []State {
	return []State{StateFailed, StateFlaky, StateUnknown, StateUnreachable, StateSilent, StateDegraded, StateQuarantined, StateOK}
}

// Outcome is the state as test and monitoring tools know it.
func (s State) Outcome() Outcome {
	switch s {
	case StateOK:
		return Passed
	case StateDegraded:
		return Degraded
	case StateFailed:
		return Failed
	case StateFlaky:
		return Flaky
	case StateQuarantined:
		return Skipped
	}
	return Error
}

// Good tells whether the terminal needs nobody today.
func (s State) Good() bool { return s == StateOK || s == StateDegraded || s == StateQuarantined }

// Fleet is one answer for every terminal.
type Fleet struct {
	Schema string `json:"schema"`
	// Verb is check, prime or status.
	Verb    string `json:"verb"`
	Started string `json:"started"` // RFC 3339
	Ended   string `json:"ended"`
	// Inventory is the file with the terminals.
	Inventory string          `json:"inventory"`
	Terminals []FleetTerminal `json:"terminals"`
	Counts    map[State]int   `json:"counts"`
	// Tolerated says which threshold covers what is not good, "" when none does
	// or nothing is wrong.
	Tolerated string `json:"tolerated,omitempty"`
	// Warnings are about the run and its files, not about a terminal.
	Warnings []string `json:"warnings"`
}

// FleetTerminal is what is known of one terminal.
type FleetTerminal struct {
	Name   string   `json:"name"`
	Groups []string `json:"groups"`
	Where  string   `json:"where"` // how it is reached
	State  State    `json:"state"`
	// Reason is a stable code, "" when it is ok; Detail the words, Hint what to do.
	Reason Reason `json:"reason"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
	// Since is when the terminal came into this state, LastOK when it was ready
	// last; RFC 3339, null when that is not known.
	Since  *string `json:"since"`
	LastOK *string `json:"last_ok"`
	// Before is the state of the run before, "" for none; New tells that it was
	// good then and is not now.
	Before State `json:"before,omitempty"`
	New    bool  `json:"new"`
	// Changed says in words what is not as in the run before.
	Changed []string `json:"changed"`
	// Judged is the state without the quarantine.
	Judged     State       `json:"judged,omitempty"`
	Quarantine *Quarantine `json:"quarantine,omitempty"`
	// Version is that of the poswarm on the terminal.
	Version    string `json:"version,omitempty"`
	Started    string `json:"started,omitempty"`
	DurationMS int64  `json:"duration_ms"`
	// Result is the document of the terminal's own poswarm, null without one.
	Result json.RawMessage `json:"result"`
}

// Settled is the state without the quarantine, which does not mend a terminal.
func (t FleetTerminal) Settled() State { return cmp.Or(t.Judged, t.State) }

// Ready tells whether the terminal comes up, quarantined or not.
func (t FleetTerminal) Ready() bool {
	return t.Settled() == StateOK || t.Settled() == StateDegraded
}

// SetAside is a terminal that somebody answers for.
func (t *FleetTerminal) SetAside(q *Quarantine) {
	if q != nil {
		t.Quarantine, t.Judged, t.State = q, t.State, StateQuarantined
	}
}

// Quarantine is who answers for a terminal that is known to be broken.
type Quarantine struct {
	Owner string `json:"owner"`
	Until string `json:"until"` // the last day, YYYY-MM-DD
	Why   string `json:"why,omitempty"`
}

// NewFleet starts an empty document.
func NewFleet(verb, inventory string) *Fleet {
	return &Fleet{Schema: FleetSchema, Verb: verb, Inventory: inventory, Terminals: []FleetTerminal{}, Warnings: []string{}}
}

// Finish sorts the terminals, worst and newest first, and counts them.
func (f *Fleet) Finish() {
	order := States()
	slices.SortStableFunc(f.Terminals, func(a, b FleetTerminal) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.State), slices.Index(order, b.State)),
			cmp.Compare(newness(a), newness(b)),
			strings.Compare(a.Name, b.Name))
	})
	f.Counts = map[State]int{}
	for _, t := range f.Terminals {
		f.Counts[t.State]++
	}
}

func newness(t FleetTerminal) int {
	if t.New {
		return 0
	}
	return 1
}

// SchemaName is poswarm.fleet/v1.
func (f *Fleet) SchemaName() string { return f.Schema }

// Checks gives one case a terminal.
func (f *Fleet) Checks() Checks {
	out := Checks{Suite: "poswarm fleet " + f.Verb}
	for _, t := range f.Terminals {
		c := Check{Class: "poswarm.fleet", Name: t.Name, Outcome: t.State.Outcome(), Reason: t.Reason, Detail: t.Detail, DurationMS: t.DurationMS}
		if t.Since != nil && !t.State.Good() {
			c.Lines = append(c.Lines, "since "+*t.Since)
		}
		c.Lines = append(c.Lines, t.Changed...)
		if t.Hint != "" {
			c.Lines = append(c.Lines, "hint: "+t.Hint)
		}
		out.Cases = append(out.Cases, c)
	}
	return out
}
