package scenario

import (
	"fmt"

	"poswarm/internal/strictyaml"
)

// KindOrder leaves an open order at a table.
var KindOrder = define(Definition{
	Kind: "order",
	Form: "`order: {table: N, product: TEXT, quantity: N}`",
	Does: "leaves an open order at a table, as a draft that the server knows; needs `sales` and `restaurant`. Numbers are local to the " +
		"scenario: the first use picks a free table, later uses mean the same one. A guest's table is never touched. " +
		"What the scenario has left open is paid with `sell`",
	Schema: fields(map[string]Schema{
		"table":    count(1, "the scenario's own number for a restaurant's table, which is free when it is first named"),
		"product":  variableText("part of a product's name; the first one that is shown when left out").with("minLength", 1),
		"quantity": count(1, "").with("default", 1),
	}, "table").with("description", "leaves an open order at a restaurant's table, as a draft on the server"),
	Page:  true,
	Needs: []Need{{Requires: []Requirement{Sales, Restaurant}, Writes: true, Online: true}},
	read:  readOrder,
	shows: always,
})

// Order leaves an open order at a restaurant's table: the server has it as a
// draft when the floor plan shows again.
type Order struct {
	Product  string // part of a product's name; "" takes the first that is shown
	Quantity int    // at least 1
	Table    int    // see Sell
}

func readOrder(n strictyaml.Node) Action {
	o := &Order{Quantity: 1}
	options(n, "order", map[string]func(strictyaml.Node){
		"product":  func(n strictyaml.Node) { o.Product = variables(n, filled(n, "product"), "product") },
		"quantity": func(n strictyaml.Node) { o.Quantity = n.Count("quantity", 1) },
		"table":    func(n strictyaml.Node) { o.Table = n.Count("table", 1) },
	})
	if o.Table == 0 {
		n.Errorf("write order: {table: 1}", "order needs the number of a table")
	}
	return o
}

func (o *Order) text() string {
	product := o.Product
	if product == "" {
		product = "the first product"
	}
	return fmt.Sprintf("%d × %s%s", o.Quantity, product, atTable(o.Table))
}
