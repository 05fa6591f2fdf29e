package scenario

// KindStartSelling passes the opening control.
var KindStartSelling = define(Definition{
	Kind:   "start-selling",
	Form:   "`start-selling`",
	Does:   "passes opening control and log-in screen up to the product screen; needs `sales`",
	Schema: nothing().with("description", "pass opening control and log-in screen up to the product screen"),
	Bare:   true, Page: true,
	Needs: []Need{{Requires: []Requirement{Sales}, Writes: true, Online: true}},
	read:  plain("start-selling", func() Action { return &StartSelling{} }),
	shows: always,
})

// StartSelling passes the opening control and the log-in screen, if they show,
// up to the product screen. It may open the register on the server.
type StartSelling struct{}

func (*StartSelling) text() string { return "" }
