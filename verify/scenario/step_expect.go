package scenario

import (
	"fmt"
	"strings"
	"time"

	"poswarm/internal/strictyaml"
)

// KindExpect judges what is seen.
var KindExpect = define(Definition{
	Kind:   "expect",
	Form:   "`expect: {…}`",
	Does:   "waits for what must be seen, see [below](#what-can-be-expected)",
	Schema: expectSchema(),
	Page:   true,
	Needs: append(ordersNeeds(func(do Action) *Orders { return do.(*Expect).Orders }, func(like Schema) Schema { return having("orders", like) }),
		Need{Requires: []Requirement{TwoConfigs},
			when: is(func(e *Expect) bool {
				return e.Emergency != nil && e.Emergency.Offers == Other || e.Up != nil && e.Up.Config == Other
			}),
			like: Schema{"anyOf": []Schema{
				having("emergency", having("offers", only(Other, ""))), having("up", having("config", only(Other, ""))),
			}}}),
	read:    readExpect,
	follows: checks((*parser).expects),
	shows:   is((*Expect).shows),
})

// Expect is what must be seen. Every field that is set is checked; the step
// waits for it until its time is over.
type Expect struct {
	// Up is the whole of "the POS is up": loader gone, no dialog, no browser
	// error page, the expected screen, the same POS session, as many products,
	// categories and payment methods as online, no broken image among those
	// shown, barcode parser loaded. The other fields ask for one thing each.
	Up *Up
	// Screen is the screen that must show; ScreenAny with Up accepts the one
	// that showed online.
	Screen Screen
	// Emergency is set when the emergency page must show.
	Emergency *Emergency
	// LoginPage is set when the log-in page must show.
	LoginPage bool
	// SameProducts asks for as many products as online.
	SameProducts bool
	// AllImages asks for every product image that was seen online, not only for
	// those on the screen.
	AllImages bool
	// NoDialogs asks that no dialog, alert or question showed since the last
	// navigation.
	NoDialogs bool
	// CleanConsole asks that the console holds no error since the last
	// navigation but those that a POS without its server cannot avoid
	// (scenarios/expected-console.txt).
	CleanConsole bool
	Orders       *Orders
	// SameSession asks for the POS session that showed online; up asks for it
	// too.
	SameSession bool
	// ServerRequests, when set, is how many requests may have been forwarded to
	// the server since the cut.
	ServerRequests *int
}

// Up asks for the POS to be up.
type Up struct {
	// Within counts from the start of the navigation.
	Within time.Duration
	// Config is the POS that must be up.
	Config Config
}

// DefaultUpWithin is long enough for a slow till; how long it really took is
// in the report.
const DefaultUpWithin = 30 * time.Second

// Emergency asks for the worker's own page for "nothing is cached".
type Emergency struct {
	// Offers is the POS that the page must offer as ready; "" asks for none.
	Offers Config
	// Reason is the code that the page must give; "" takes any.
	Reason string
}

func expectSchema() Schema {
	s := fields(map[string]Schema{
		"up": {
			"anyOf": []Schema{only(true, ""), fields(map[string]Schema{
				"within": duration(aLengthOfTime, short(DefaultUpWithin)),
				"config": oneOf(configs()).with("default", This),
			})},
			"description": "the whole POS is up: loader gone, no dialog, expected screen, same POS session, as many products, categories and payment methods " +
				"as online, no broken image shown, barcode parser loaded",
		},
		"screen": oneOf(Screens()),
		"emergency": {"anyOf": []Schema{only(true, ""), fields(map[string]Schema{
			"offers": oneOf(configs()), "reason": filledText("the code that the page gives"),
		})}},
		"login_page":      only(true, ""),
		"products":        only("same", ""),
		"pos_session":     only("same", "the POS session that showed online; up asks for it too"),
		"images":          only("all", ""),
		"dialogs":         only("none", ""),
		"console":         only("clean", ""),
		"orders":          ordersSchema(map[string]Schema{"within": duration(aLengthOfTime, short(DefaultOrdersWithin))}),
		"server_requests": count(0, ""),
	})
	both := func(a, b string) Schema { return Schema{"required": []string{a, b}} }
	return s.with("minProperties", 1).with("description", "what must be seen; waits for it").
		with("not", Schema{"anyOf": []Schema{both("up", "emergency"), both("up", "login_page"), both("emergency", "login_page")}})
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

func (p *parser) expects(at strictyaml.Node, do *Expect, so *progress) {
	if do.ServerRequests != nil && p.s.Subject == Fresh {
		if so.cut == nil {
			at.Errorf("ask after a cut", "server_requests counts from the cut, and nothing is cut here")
		} else if !so.cut.Isolates() {
			at.Errorf("leave server_requests out", "%s lets requests through", so.cut.Fault)
		}
	}
	do.Orders.follow(at, so)
	if (do.SameProducts || do.SameSession) && !so.up && do.Up == nil {
		at.Errorf("put expect: {up: true} before it", "'same' needs an earlier expect: {up: true}")
	}
	so.up = so.up || do.Up != nil
}

func (e *Expect) shows() bool {
	return e.Up != nil || e.Emergency != nil || e.LoginPage || e.Screen != ScreenAny || e.SameProducts || e.SameSession ||
		// What waits on the terminal is asked of a POS that is up.
		e.Orders != nil && (e.Orders.Unsynced != nil || e.Orders.Kept)
}

func (e *Expect) text() string {
	var parts []string
	add := func(set bool, format string, args ...any) {
		if set {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	if e.Up != nil {
		add(true, "up within %s", short(e.Up.Within))
		add(e.Up.Config == Other, "the other POS")
	}
	add(e.Screen != ScreenAny, "screen %s", e.Screen)
	if e.Emergency != nil {
		add(true, "emergency page%s", e.Emergency.text())
	}
	add(e.LoginPage, "log-in page")
	add(e.SameProducts, "products same")
	add(e.SameSession, "POS session same")
	add(e.AllImages, "images all")
	add(e.NoDialogs, "dialogs none")
	add(e.CleanConsole, "console clean")
	if e.Orders != nil {
		parts = append(parts, e.Orders.parts()...)
	}
	if e.ServerRequests != nil {
		add(true, "%d server requests", *e.ServerRequests)
	}
	return strings.Join(parts, ", ")
}

func (e *Emergency) text() string {
	s := ""
	switch e.Offers {
	case This:
		s += " offering this POS"
	case Other:
		s += " offering the other POS"
	}
	if e.Reason != "" {
		s += " because of " + e.Reason
	}
	return s
}
