// Package scenario is the language of poswarm's scenarios: what is done to a
// POS terminal and what must be seen then. It reads and checks the files; it
// does not know how a browser is driven.
//
// A file is one scenario: a name, the real-life story it stands for, what it
// needs, and steps that run one after the other. docs/scenarios.md has the
// grammar, scenarios/schema.json the same for editors; both are written from the
// steps and faults themselves.
//
// A new step is a file step_NAME.go here, and one in package verify that does it.
// A new fault is a row of internal/fault and a file in internal/outage.
package scenario

//go:generate go run ./generate

import (
	"poswarm/internal/result"
)

// Subject is whose browser profile a scenario may judge.
type Subject string

// The subjects.
const (
	// Fresh is a profile that poswarm primed itself; it may go online again.
	Fresh Subject = "fresh"
	// AsFound is a copy of a till's own profile; it never reaches the server.
	AsFound Subject = "as-found"
	// Both fits either: it passes with the network cut from the start as well.
	Both Subject = "both"
)

// Fits says whether a scenario with this subject can run on a subject.
func (s Subject) Fits(on Subject) bool { return s == Both || s == on }

// Requirement is something that a scenario needs and not every target has.
// What is not met makes the scenario skipped, never passed.
type Requirement string

// The requirements.
const (
	// Sales allows orders to be made on the server.
	Sales Requirement = "sales"
	// ServerControl means that the server can be restarted and upgraded.
	ServerControl Requirement = "server-control"
	// TwoConfigs means that there is a second POS on the same server.
	TwoConfigs Requirement = "two-configs"
	// Restaurant means that the POS has a floor plan with tables. The scenario
	// is about that POS then.
	Restaurant Requirement = "restaurant"
	// Barcodes means that a plain product of the POS has a barcode.
	Barcodes Requirement = "barcodes"
	// TwoUsers means that there is a second user with a log-in.
	TwoUsers Requirement = "two-users"
	// Sessions allows POS sessions to be closed and opened on the server.
	Sessions Requirement = "sessions"
)

// Requirements lists them.
func Requirements() []Requirement {
	return []Requirement{Sales, ServerControl, TwoConfigs, Restaurant, Barcodes, TwoUsers, Sessions}
}

// Scenario is one file.
type Scenario struct {
	// File is the path as the user gave it, or scenarios/NAME.yaml of the
	// built-in ones.
	File string
	// Line is where the name stands: the place to show for a whole scenario.
	Line int
	// Name is what is typed on the command line.
	Name string
	// Title is one line for tables, Story what happened in which shop, with its
	// source.
	Title, Story string
	// Safe means that nothing is written to the server, so that the scenario
	// may run against a live shop.
	Safe     bool
	Subject  Subject
	Requires []Requirement
	// Stock is what the POS's own worker must show here; nil when not stated.
	Stock *Stock
	Steps []Step
}

// Needs says whether the scenario has the requirement.
func (s *Scenario) Needs(r Requirement) bool {
	for _, have := range s.Requires {
		if have == r {
			return true
		}
	}
	return false
}

// Stock is the expectation for the POS without poswarm's worker: a scenario
// that cannot fail proves nothing.
type Stock struct {
	// Result is passed, degraded or failed.
	Result result.Outcome
	// Reason is the code of a failure, "" when it must pass.
	Reason result.Reason
}
