package scenario

// KindShowProducts passes the log-in screen.
var KindShowProducts = define(Definition{
	Kind: "show-products",
	Form: "`show-products`",
	Does: "passes the log-in screen up to the product screen; writes nothing. Where the register was never opened, the opening control stays in front, " +
		"and `screen: product` accepts that until `start-selling`",
	Schema: nothing().with("description", "pass the log-in screen up to the product screen; writes nothing"),
	Bare:   true, Page: true,
	read:  plain("show-products", func() Action { return &ShowProducts{} }),
	shows: always,
})

// ShowProducts leaves the log-in screen for the product screen by the POS's
// own button. It writes nothing: where the register is not open, the opening
// control shows in front and stays unanswered.
type ShowProducts struct{}

func (*ShowProducts) text() string { return "" }
