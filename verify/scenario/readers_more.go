package scenario

import (
	"poswarm/internal/strictyaml"
)

func readWait(n strictyaml.Node) Action {
	w := &Wait{}
	if n.Kind == strictyaml.Null {
		n.Errorf("write wait: {until: {worker: current}}", "wait needs something to wait for")
		return nil
	}
	n.Fields("wait", map[string]func(strictyaml.Node){
		"for":    func(n strictyaml.Node) { w.For = n.Duration("for") },
		"until":  func(n strictyaml.Node) { w.Until = readUntil(n) },
		"within": func(n strictyaml.Node) { w.Within = n.Duration("within") },
	})
	switch {
	case n.Has("for") && (n.Has("until") || n.Has("within")), n.Kind == strictyaml.Map && !n.Has("for") && !n.Has("until"):
		n.Errorf("write wait: {until: {worker: current}, within: 10s}, or wait: {for: 3s} while something is cut",
			"wait needs one of for and until")
	case w.Within == 0 && n.Has("until") && !n.Has("within"):
		w.Within = DefaultWaitWithin
	}
	return w
}

func readUntil(n strictyaml.Node) *Until {
	u := &Until{}
	ok := n.Fields("until", map[string]func(strictyaml.Node){
		"worker": func(n strictyaml.Node) { u.Worker = n.OneOf("worker", "current") != "" },
		"pos":    func(n strictyaml.Node) { u.POS = POSNetwork(n.OneOf("state", string(POSOnline), string(POSOffline))) },
		"cut":    func(n strictyaml.Node) { u.Cut = n.OneOf("cut", "happened") != "" },
		"screen": func(n strictyaml.Node) { u.Screen = Screen(n.OneOf("screen", words(Screens())...)) },
		"orders": func(n strictyaml.Node) {
			u.Orders = &Orders{}
			if n.Fields("orders", orderFields(u.Orders)) {
				someOrders(n)
			}
		},
	})
	if ok && len(n.Entries) == 0 {
		n.Errorf("write until: {worker: current}", "until asks for nothing")
	}
	return u
}

func readLogIn(n strictyaml.Node) Action {
	l := &LogIn{User: ThisUser}
	options(n, "log-in", map[string]func(strictyaml.Node){
		"user": func(n strictyaml.Node) { l.User = User(n.OneOf("user", string(ThisUser), string(OtherUser))) },
	})
	return l
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

// shortestBarcode is what Odoo takes for one (barcodes/barcode_service.js).
const shortestBarcode = 3

func barcode(n strictyaml.Node) string {
	if n.Kind == strictyaml.Int || n.Kind == strictyaml.Float {
		n.Errorf("write it in quotes", "a barcode is text: as a number it would lose its zeros in front")
		return ""
	}
	text := variables(n, n.Str("barcode"), "barcode")
	if n.IsScalar() && len(text) < shortestBarcode {
		n.Errorf("", "barcode %q is shorter than %d characters, which the POS takes for typing", text, shortestBarcode)
	}
	return text
}

func readSample(n strictyaml.Node) Action {
	s := &Sample{What: UpMS, By: KindOpen, Within: DefaultUpWithin}
	if n.Kind == strictyaml.Null {
		n.Errorf("write sample: {what: up_ms, times: 5}", "sample needs what is measured and how often")
		return nil
	}
	ok := n.Fields("sample", map[string]func(strictyaml.Node){
		"what":   func(n strictyaml.Node) { s.What = Measure(n.OneOf("measure", string(UpMS))) },
		"times":  func(n strictyaml.Node) { s.Times = n.Count("times", 2) },
		"by":     func(n strictyaml.Node) { s.By = Kind(n.OneOf("step", words(navigating)...)) },
		"within": func(n strictyaml.Node) { s.Within = n.Duration("within") },
	})
	if ok && (!n.Has("what") || !n.Has("times")) {
		n.Errorf("write sample: {what: up_ms, times: 5}", "sample needs what is measured and how often")
	}
	return s
}

// navigating are the steps after which the POS comes up anew.
var navigating = []Kind{KindOpen, KindReload, KindRestartBrowser}
