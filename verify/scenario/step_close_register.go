package scenario

// KindCloseRegister closes the POS session on the server, as another terminal or the
// back office does.
var KindCloseRegister = define(Definition{
	Kind:   "close-register",
	Form:   "`close-register`",
	Does:   "closes the POS session on the server, as another terminal or the back office does, past this terminal; needs `sessions`",
	Schema: nothing().with("description", "close the POS session on the server, as another terminal does"),
	Bare:   true,
	Needs:  []Need{{Requires: []Requirement{Sessions}, Writes: true, Online: true}},
	read:   plain("close-register", func() Action { return &CloseRegister{} }),
})

// CloseRegister closes the POS session on the server, as another terminal or the
// back office does.
type CloseRegister struct{}

func (*CloseRegister) text() string { return "" }
