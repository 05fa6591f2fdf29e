package scenario

import (
	"maps"
	"slices"

	"poswarm/internal/strictyaml"
)

// Definition is one step of the language: all that a parser, an editor and a
// document know of it. Each is in a file of its own, step_NAME.go; what the step
// does to a terminal is in the file of that name in package verify.
type Definition struct {
	// Kind is the key of the step in a file.
	Kind Kind
	// Form is how the step is written, Does what it does: a row of the table in
	// docs/scenarios.md.
	Form, Does string
	// Schema is the JSON Schema of what stands behind the key.
	Schema Schema
	// Bare means that the step may be written without anything behind its key.
	Bare bool
	// Page means that the step works on an open page, Loads that it brings
	// another one.
	Page, Loads bool
	// Needs are what the step needs and does, by what it is asked for.
	Needs []Need

	// read returns nil after it has recorded a mistake that leaves nothing to go
	// on with.
	read func(strictyaml.Node) Action
	// follows checks the step against those before it, nil for nothing to check.
	follows func(*parser, strictyaml.Node, Action, *progress)
	// shows tells whether the step fails where the POS is not there, or the page
	// that it names; nil for never.
	shows func(Action) bool
}

// Need is what a step needs and does, so that a file declares it and a run can
// refuse before a browser starts.
type Need struct {
	Requires []Requirement
	// Writes means that the step changes something on the server.
	Writes bool
	// Online means that the step brings the profile to the server, which a copy
	// of a till's profile must never reach.
	Online bool

	// when says for which steps of the kind this holds; nil for all.
	when func(Action) bool
	// like is the same for an editor: a schema of what stands behind the key.
	// bare says that a step with nothing behind its key is one of them.
	like Schema
	bare bool
}

// definitions has the steps by name.
var definitions = map[Kind]Definition{}

// define adds a step, when the program starts.
func define(d Definition) Kind {
	definitions[d.Kind] = d
	return d.Kind
}

// Definitions lists all steps by name.
func Definitions() []Definition {
	var out []Definition
	for _, kind := range Kinds() {
		out = append(out, definitions[kind])
	}
	return out
}

// Kinds lists all steps by name.
func Kinds() []Kind { return slices.Sorted(maps.Keys(definitions)) }

// need is what one step needs and does.
func (s Step) need() Need {
	var all Need
	for _, n := range definitions[s.Kind].Needs {
		if n.when != nil && !n.when(s.Do) {
			continue
		}
		all.Requires = append(all.Requires, n.Requires...)
		all.Writes, all.Online = all.Writes || n.Writes, all.Online || n.Online
	}
	return all
}

// is makes a condition on a step's own type out of one on any step.
func is[A Action](holds func(A) bool) func(Action) bool {
	return func(do Action) bool { return holds(do.(A)) }
}

// checks does the same for a check against the steps before.
func checks[A Action](check func(*parser, strictyaml.Node, A, *progress)) func(*parser, strictyaml.Node, Action, *progress) {
	return func(p *parser, at strictyaml.Node, do Action, so *progress) { check(p, at, do.(A), so) }
}

// always is for a step that fails wherever the POS is not there.
func always(Action) bool { return true }

// plain is the reader of a step without options.
func plain(kind Kind, make func() Action) func(strictyaml.Node) Action {
	return func(n strictyaml.Node) Action {
		empty := n.Kind == strictyaml.Null || n.Kind == strictyaml.Map && len(n.Entries) == 0
		if !empty {
			n.Errorf("write \"- "+string(kind)+"\"", "%s takes no options", kind)
		}
		return make()
	}
}

// options reads the map of a step all of whose options may be left out.
func options(n strictyaml.Node, what string, fields map[string]func(strictyaml.Node)) {
	if n.Kind != strictyaml.Null {
		n.Fields(what, fields)
	}
}
