package scenario

import (
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
	KindReload:         readReload,
	KindRestartBrowser: readRestartBrowser,
	KindShowProducts:   plain(KindShowProducts, func() Action { return &ShowProducts{} }),
	KindStartSelling:   plain(KindStartSelling, func() Action { return &StartSelling{} }),
	KindSell:           readSell,
	KindOrder:          readOrder,
	KindUpgradeServer:  plain(KindUpgradeServer, func() Action { return &UpgradeServer{} }),
	KindRestartServer:  plain(KindRestartServer, func() Action { return &RestartServer{} }),
	KindForget:         readForget,
	KindNote:           readNote,
	KindWait:           readWait,
	KindLogIn:          readLogIn,
	KindLogOut:         plain(KindLogOut, func() Action { return &LogOut{} }),
	KindScan:           readScan,
	KindSample:         readSample,
	KindCloseRegister:  plain(KindCloseRegister, func() Action { return &CloseRegister{} }),
	KindOpenRegister:   plain(KindOpenRegister, func() Action { return &OpenRegister{} }),
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

func readOpen(n strictyaml.Node) Action {
	o := &Open{Path: DefaultPath, Config: This, Within: DefaultPageWithin}
	options(n, "open", map[string]func(strictyaml.Node){
		"path": func(n strictyaml.Node) {
			o.Path = variables(n, n.Str("path"), "path")
			if n.IsScalar() && (!strings.HasPrefix(o.Path, "/") || strings.HasPrefix(o.Path, "//")) {
				n.Errorf("write it like "+DefaultPath, "path %q must be a path on the POS server, starting with one slash", o.Path)
			}
		},
		"config": func(n strictyaml.Node) { o.Config = readConfig(n) },
		"within": func(n strictyaml.Node) { o.Within = n.Duration("within") },
	})
	return o
}

func readReload(n strictyaml.Node) Action {
	r := &Reload{Within: DefaultPageWithin}
	options(n, "reload", map[string]func(strictyaml.Node){
		"hard":   func(n strictyaml.Node) { r.Hard = yes(n, "hard") },
		"within": func(n strictyaml.Node) { r.Within = n.Duration("within") },
	})
	return r
}

func readRestartBrowser(n strictyaml.Node) Action {
	r := &RestartBrowser{}
	options(n, "restart-browser", map[string]func(strictyaml.Node){
		"killed": func(n strictyaml.Node) { r.Killed = yes(n, "killed") },
	})
	return r
}

func readConfig(n strictyaml.Node) Config {
	return Config(n.OneOf("config", string(This), string(Other)))
}

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

func readForget(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("known: "+strings.Join(words(Stores()), ", "), "forget needs the name of a store")
		return nil
	}
	return &Forget{What: Store(n.OneOf("store", words(Stores())...))}
}

func readNote(n strictyaml.Node) Action {
	return &Note{Words: variables(n, filled(n, "note"), "note")}
}

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
		"pos_session": func(n strictyaml.Node) {
			e.SameSession = n.OneOf("pos_session", "same") != ""
		},
		"products": func(n strictyaml.Node) { e.SameProducts = n.OneOf("products", "same") != "" },
		"images":   func(n strictyaml.Node) { e.AllImages = n.OneOf("images", "all") != "" },
		"dialogs":  func(n strictyaml.Node) { e.NoDialogs = n.OneOf("dialogs", "none") != "" },
		"console":  func(n strictyaml.Node) { e.CleanConsole = n.OneOf("console", "clean") != "" },
		"orders":   func(n strictyaml.Node) { e.Orders = readOrders(n) },
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
	up := &Up{Within: DefaultUpWithin, Config: This}
	if n.Kind != strictyaml.Map {
		yes(n, "up")
		return up
	}
	n.Fields("up", map[string]func(strictyaml.Node){
		"within": func(n strictyaml.Node) { up.Within = n.Duration("within") },
		"config": func(n strictyaml.Node) { up.Config = readConfig(n) },
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
	fields := orderFields(o)
	fields["within"] = func(n strictyaml.Node) { o.Within = n.Duration("within") }
	if n.Fields("orders", fields) {
		someOrders(n)
	}
	return o
}

func orderFields(o *Orders) map[string]func(strictyaml.Node) {
	return map[string]func(strictyaml.Node){
		"unsynced":  func(n strictyaml.Node) { o.Unsynced = new(n.Count("unsynced", 0)) },
		"on_server": func(n strictyaml.Node) { o.OnServer = new(n.Count("on_server", 0)) },
		"total":     func(n strictyaml.Node) { o.SameTotal = n.OneOf("total", "same") != "" },
		"kept":      func(n strictyaml.Node) { o.Kept = n.OneOf("kept", "all") != "" },
	}
}

// someOrders refuses a question about orders that asks for nothing.
func someOrders(n strictyaml.Node) {
	if !n.Has("unsynced") && !n.Has("on_server") && !n.Has("total") && !n.Has("kept") {
		n.Errorf("write orders: {unsynced: 1}", "orders asks for nothing")
	}
}
