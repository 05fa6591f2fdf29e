package scenario

// KindOpenRegister opens a POS session on the server, as another terminal does.
var KindOpenRegister = define(Definition{
	Kind:   "open-register",
	Form:   "`open-register`",
	Does:   "opens a POS session on the server, as another terminal or the back office does, past this terminal; needs `sessions`",
	Schema: nothing().with("description", "open a POS session on the server, past this terminal"),
	Bare:   true,
	Needs:  []Need{{Requires: []Requirement{Sessions}, Writes: true, Online: true}},
	read:   plain("open-register", func() Action { return &OpenRegister{} }),
})

// OpenRegister opens a POS session on the server, as another terminal does.
type OpenRegister struct{}

func (*OpenRegister) text() string { return "" }
