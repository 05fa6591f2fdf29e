package scenario

import (
	"fmt"
	"time"

	"poswarm/internal/strictyaml"
)

// KindSell makes one paid order.
var KindSell = define(Definition{
	Kind: "sell",
	Form: "`sell: {product: TEXT, payment: TEXT, quantity: N, table: N, within: 10s}`",
	Does: "one paid order, up to the receipt; by default one of the first product, paid by `cash`, which is the shop's cash whatever its name, or in a shop " +
		"without cash a method that needs neither a terminal nor a customer; any other TEXT is part of a method's name; in a restaurant at a free table; " +
		"`within` bounds the time up to the receipt; needs `sales`, with a table also `restaurant`",
	Schema: maybe(fields(map[string]Schema{
		"product":  variableText("part of a product's name; the first one that is shown when left out").with("minLength", 1),
		"payment":  variableText("part of the method's name; cash is the shop's own, whatever its name").with("minLength", 1).with("default", DefaultPayment),
		"quantity": count(1, "").with("default", 1),
		"table": count(1, "the scenario's own number for a restaurant's table, which is free when it is first named; any free one when left out; "+
			"what the scenario has left open there is paid as well"),
		"within": duration("how long it may take up to the receipt", ""),
	})).with("description", "one paid order, up to the receipt"),
	Bare: true, Page: true,
	Needs: []Need{
		{Requires: []Requirement{Sales}, Writes: true, Online: true},
		{Requires: []Requirement{Restaurant}, when: is(func(s *Sell) bool { return s.Table != 0 }), like: having("table", nil)},
	},
	read:    readSell,
	follows: checks(func(_ *parser, _ strictyaml.Node, _ *Sell, so *progress) { so.sold = true }),
	shows:   always,
})

// Sell makes one paid order and goes on to the receipt.
type Sell struct {
	// Product is part of a product's name; "" takes the first that is shown.
	Product string
	// Payment is part of the name of a payment method, or DefaultPayment.
	Payment string
	// Quantity is at least 1.
	Quantity int
	// Table is the scenario's own number for a restaurant's table, which is a
	// free one when it is first named; 0 for any free one. What the scenario has
	// left open there is paid as well.
	Table int
	// Within is how long it may take up to the receipt, 0 for as long as it
	// does.
	Within time.Duration
}

// DefaultPayment is the payment method when none is given: the shop's cash,
// whatever it is called there, or what needs neither a device nor a customer.
const DefaultPayment = "cash"

func readSell(n strictyaml.Node) Action {
	s := &Sell{Payment: DefaultPayment, Quantity: 1}
	options(n, "sell", map[string]func(strictyaml.Node){
		"product":  func(n strictyaml.Node) { s.Product = variables(n, filled(n, "product"), "product") },
		"payment":  func(n strictyaml.Node) { s.Payment = variables(n, filled(n, "payment"), "payment") },
		"quantity": func(n strictyaml.Node) { s.Quantity = n.Count("quantity", 1) },
		"table":    func(n strictyaml.Node) { s.Table = n.Count("table", 1) },
		"within":   func(n strictyaml.Node) { s.Within = n.Duration("within") },
	})
	return s
}

func (s *Sell) text() string {
	product := s.Product
	if product == "" {
		product = "the first product"
	}
	text := fmt.Sprintf("%d × %s%s, paid by %s", s.Quantity, product, atTable(s.Table), s.Payment)
	if s.Within != 0 {
		text += " within " + short(s.Within)
	}
	return text
}

func atTable(table int) string {
	if table == 0 {
		return ""
	}
	return fmt.Sprintf(" at table %d", table)
}
