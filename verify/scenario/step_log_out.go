package scenario

// KindLogOut ends the web session.
var KindLogOut = define(Definition{
	Kind:   "log-out",
	Form:   "`log-out`",
	Does:   "ends the web session by the address behind Odoo's own menu item",
	Schema: nothing().with("description", "end the web session, as Odoo's own menu item does"),
	Bare:   true, Loads: true,
	// The log-in that ends is shared by all copies of a primed profile.
	Needs: []Need{{Writes: true, Online: true}},
	read:  plain("log-out", func() Action { return &LogOut{} }),
	shows: always,
})

// LogOut ends the web session by the address behind Odoo's own menu item.
type LogOut struct{}

func (*LogOut) text() string { return "" }
