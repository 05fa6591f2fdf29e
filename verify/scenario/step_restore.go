package scenario

import "poswarm/internal/strictyaml"

// KindRestore gives the server back.
var KindRestore = define(Definition{
	Kind:   "restore",
	Form:   "`restore`",
	Does:   "gives the server back in the same page",
	Schema: nothing().with("description", "give the server back, in the same page"),
	Bare:   true,
	Needs:  []Need{{Online: true}},
	read:   plain("restore", func() Action { return &Restore{} }),
	follows: checks(func(_ *parser, at strictyaml.Node, _ *Restore, so *progress) {
		if so.cut == nil {
			at.Errorf("cut: server-dead comes before restore", "restore with nothing cut")
		}
		so.cut = nil
	}),
})

// Restore gives the server back, in the same page and the same browser.
type Restore struct{}

func (*Restore) text() string { return "" }
