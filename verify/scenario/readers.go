package scenario

import (
	"regexp"
	"strings"

	"poswarm/internal/strictyaml"
)

// readers has one function a step. A reader returns nil after it has recorded
// a mistake that leaves nothing to go on with.
var readers = map[Kind]func(strictyaml.Node) Action{
	KindOpen:           readOpen,
	KindExpect:         readExpect,
	KindCut:            readCut,
	KindRestore:        plain(KindRestore, func() Action { return &Restore{} }),
	KindReload:         plain(KindReload, func() Action { return &Reload{} }),
	KindRestartBrowser: plain(KindRestartBrowser, func() Action { return &RestartBrowser{} }),
	KindShowProducts:   plain(KindShowProducts, func() Action { return &ShowProducts{} }),
	KindStartSelling:   plain(KindStartSelling, func() Action { return &StartSelling{} }),
	KindSell:           readSell,
	KindOrder:          readOrder,
	KindUpgradeServer:  plain(KindUpgradeServer, func() Action { return &UpgradeServer{} }),
	KindRestartServer:  plain(KindRestartServer, func() Action { return &RestartServer{} }),
	KindForget:         readForget,
	KindNote:           readNote,
}

// plain is the reader of a step without options.
func plain(kind Kind, make func() Action) func(strictyaml.Node) Action {
	return func(n strictyaml.Node) Action {
		empty := n.Kind == strictyaml.Null || n.Kind == strictyaml.Map && len(n.Entries) == 0
		if !empty {
			n.Errorf("write \"- "+string(kind)+"\"", "%s takes no options", kind)
		}
		return make()
	}
}

// options reads the map of a step all of whose options may be left out.
func options(n strictyaml.Node, what string, fields map[string]func(strictyaml.Node)) {
	if n.Kind != strictyaml.Null {
		n.Fields(what, fields)
	}
}

// variable finds {…} in a path.
var variable = regexp.MustCompile(`\{[^}]*\}?`)

func readOpen(n strictyaml.Node) Action {
	o := &Open{Path: DefaultPath, Config: This}
	options(n, "open", map[string]func(strictyaml.Node){
		"path": func(n strictyaml.Node) {
			o.Path = n.Str("path")
			if n.IsScalar() && (!strings.HasPrefix(o.Path, "/") || strings.HasPrefix(o.Path, "//")) {
				n.Errorf("write it like "+DefaultPath, "path %q must be a path on the POS server, starting with one slash", o.Path)
			}
			for _, v := range variable.FindAllString(o.Path, -1) {
				if v != "{config}" {
					n.Errorf("known: {config}", "unknown variable %s in the path", v)
				}
			}
		},
		"config": func(n strictyaml.Node) { o.Config = readConfig(n) },
	})
	return o
}

func readConfig(n strictyaml.Node) Config {
	return Config(n.OneOf("config", string(This), string(Other)))
}

func readCut(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("known: "+strings.Join(words(Faults()), ", "), "cut needs a fault")
		return nil
	}
	return &Cut{Fault: Fault(n.OneOf("fault", words(Faults())...))}
}

func readSell(n strictyaml.Node) Action {
	s := &Sell{Payment: DefaultPayment, Quantity: 1}
	options(n, "sell", map[string]func(strictyaml.Node){
		"product":  func(n strictyaml.Node) { s.Product = filled(n, "product") },
		"payment":  func(n strictyaml.Node) { s.Payment = filled(n, "payment") },
		"quantity": func(n strictyaml.Node) { s.Quantity = n.Count("quantity", 1) },
		"table":    func(n strictyaml.Node) { s.Table = n.Count("table", 1) },
		"within":   func(n strictyaml.Node) { s.Within = n.Duration("within") },
	})
	return s
}

func readOrder(n strictyaml.Node) Action {
	o := &Order{Quantity: 1}
	options(n, "order", map[string]func(strictyaml.Node){
		"product":  func(n strictyaml.Node) { o.Product = filled(n, "product") },
		"quantity": func(n strictyaml.Node) { o.Quantity = n.Count("quantity", 1) },
		"table":    func(n strictyaml.Node) { o.Table = n.Count("table", 1) },
	})
	if o.Table == 0 {
		n.Errorf("write order: {table: 1}", "order needs the number of a table")
	}
	return o
}

func readForget(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("write forget: "+string(Localization), "forget needs the name of a store")
		return nil
	}
	return &Forget{What: Store(n.OneOf("store", string(Localization)))}
}

func readNote(n strictyaml.Node) Action { return &Note{Words: filled(n, "note")} }

func readExpect(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null || n.Kind == strictyaml.Map && len(n.Entries) == 0 {
		n.Errorf("write expect: {up: true}", "expect asks for nothing")
		return nil
	}
	e := &Expect{}
	n.Fields("expect", map[string]func(strictyaml.Node){
		"up":         func(n strictyaml.Node) { e.Up = readUp(n) },
		"screen":     func(n strictyaml.Node) { e.Screen = Screen(n.OneOf("screen", words(Screens())...)) },
		"emergency":  func(n strictyaml.Node) { e.Emergency = readEmergency(n) },
		"login_page": func(n strictyaml.Node) { e.LoginPage = yes(n, "login_page") },
		"products":   func(n strictyaml.Node) { e.SameProducts = n.OneOf("products", "same") != "" },
		"images":     func(n strictyaml.Node) { e.AllImages = n.OneOf("images", "all") != "" },
		"dialogs":    func(n strictyaml.Node) { e.NoDialogs = n.OneOf("dialogs", "none") != "" },
		"console":    func(n strictyaml.Node) { e.CleanConsole = n.OneOf("console", "clean") != "" },
		"orders":     func(n strictyaml.Node) { e.Orders = readOrders(n) },
		"server_requests": func(n strictyaml.Node) {
			e.ServerRequests = new(n.Count("server_requests", 0))
		},
	})
	exclusive(n)
	return e
}

// exclusive refuses an expectation that no page can meet.
func exclusive(n strictyaml.Node) {
	var first string
	for _, entry := range n.Entries {
		switch entry.Key.Text {
		case "up", "emergency", "login_page":
			if first != "" {
				entry.Key.Errorf("keep one of the two", "a page cannot be both %s and %s", first, entry.Key.Text)
			}
			first = entry.Key.Text
		}
	}
}

// yes reads a field that can only be asked for: "up: false" would mean any of
// a hundred ways of being broken, which is no expectation.
func yes(n strictyaml.Node, what string) bool {
	v := n.Bool(what)
	if n.Kind == strictyaml.Bool && !v {
		n.Errorf("say what must show instead, or leave it out", "%s can only be true", what)
	}
	return v
}

func readUp(n strictyaml.Node) *Up {
	up := &Up{Within: DefaultUpWithin}
	if n.Kind != strictyaml.Map {
		yes(n, "up")
		return up
	}
	n.Fields("up", map[string]func(strictyaml.Node){
		"within": func(n strictyaml.Node) { up.Within = n.Duration("within") },
	})
	return up
}

func readEmergency(n strictyaml.Node) *Emergency {
	e := &Emergency{}
	if n.Kind == strictyaml.Bool {
		yes(n, "emergency")
		return e
	}
	n.Fields("emergency", map[string]func(strictyaml.Node){
		"offers": func(n strictyaml.Node) { e.Offers = readConfig(n) },
		"reason": func(n strictyaml.Node) { e.Reason = filled(n, "reason") },
	})
	return e
}

func readOrders(n strictyaml.Node) *Orders {
	o := &Orders{Within: DefaultOrdersWithin}
	ok := n.Fields("orders", map[string]func(strictyaml.Node){
		"unsynced":  func(n strictyaml.Node) { o.Unsynced = new(n.Count("unsynced", 0)) },
		"on_server": func(n strictyaml.Node) { o.OnServer = new(n.Count("on_server", 0)) },
		"total":     func(n strictyaml.Node) { o.SameTotal = n.OneOf("total", "same") != "" },
		"within":    func(n strictyaml.Node) { o.Within = n.Duration("within") },
	})
	if ok && !n.Has("unsynced") && !n.Has("on_server") && !n.Has("total") {
		n.Errorf("write orders: {unsynced: 1}", "orders asks for nothing")
	}
	return o
}
