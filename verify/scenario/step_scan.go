package scenario

import "poswarm/internal/strictyaml"

// KindScan types a barcode.
var KindScan = define(Definition{
	Kind: "scan",
	Form: "`scan: CODE` or `scan: {barcode: CODE, product: NAME}`",
	Does: "types a barcode as a scanner does, on the product screen, and expects one more piece of its product in the order; by default that of the product " +
		"named, or of the first plain one that has a barcode; codes stand in quotes",
	Schema: Schema{
		"description": "type a barcode as a scanner does; its product must be in the order then",
		"anyOf": []Schema{{"type": "null"}, barcodeSchema(), fields(map[string]Schema{
			"barcode": barcodeSchema().with("description", "that of the first plain product when left out"),
			"product": variableText("name of the product that must be in the order then").with("minLength", 1),
		})},
	},
	Bare: true, Page: true,
	Needs: []Need{{Requires: []Requirement{Barcodes}, when: is(func(s *Scan) bool { return *s == Scan{} }),
		like: Schema{"anyOf": []Schema{{"type": "null"}, {"type": "object", "maxProperties": 0}}}, bare: true}},
	read:  readScan,
	shows: always,
})

// Scan types a barcode as a scanner does and expects its product in the order.
type Scan struct {
	// Barcode is what is typed, "" for that of the product named, or of the first
	// plain one that has a barcode.
	Barcode string
	// Product is the name of the product that must be in the order then, "" for
	// whatever product has that barcode.
	Product string
}

// shortestBarcode is what Odoo takes for one (barcodes/barcode_service.js).
const shortestBarcode = 3

func barcodeSchema() Schema {
	return Schema{"type": []string{"string", "boolean"}, "minLength": shortestBarcode, "pattern": variableForm}
}

func readScan(n strictyaml.Node) Action {
	s := &Scan{}
	if n.IsScalar() {
		s.Barcode = barcode(n)
		return s
	}
	options(n, "scan", map[string]func(strictyaml.Node){
		"barcode": func(n strictyaml.Node) { s.Barcode = barcode(n) },
		"product": func(n strictyaml.Node) { s.Product = variables(n, filled(n, "product"), "product") },
	})
	return s
}

func barcode(n strictyaml.Node) string {
	if n.Kind == strictyaml.Int || n.Kind == strictyaml.Float {
		n.Errorf("write it in quotes", "a barcode is text: as a number it would lose its zeros in front")
		return ""
	}
	text := variables(n, n.Str("barcode"), "barcode")
	if n.IsScalar() && len(text) < shortestBarcode {
		n.Errorf("write the whole code", "barcode %q is shorter than %d characters, which the POS takes for typing", text, shortestBarcode)
	}
	return text
}

func (s *Scan) text() string {
	text := s.Barcode
	if text == "" {
		text = "the first product with a barcode"
	}
	if s.Product != "" {
		text += ", expecting " + s.Product
	}
	return text
}
