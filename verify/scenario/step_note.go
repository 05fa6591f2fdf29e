package scenario

import "poswarm/internal/strictyaml"

// KindNote writes into the report.
var KindNote = define(Definition{
	Kind:   "note",
	Form:   "`note: TEXT`",
	Does:   "a line for the report",
	Schema: variableText("a line for the report").with("minLength", 1),
	read: func(n strictyaml.Node) Action {
		return &Note{Words: variables(n, filled(n, "note"), "note")}
	},
})

// Note is a line for the report.
type Note struct{ Words string }

func (n *Note) text() string { return n.Words }
