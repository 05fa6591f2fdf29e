package scenario

import (
	"fmt"
	"maps"
	"time"

	"poswarm/internal/strictyaml"
)

// Orders asks about the orders that this scenario sold.
type Orders struct {
	// Unsynced is how many of them wait on the terminal; nil does not ask.
	Unsynced *int
	// OnServer is how many of them the server has, each exactly once; nil does
	// not ask.
	OnServer *int
	// SameTotal asks that the server's totals are what was sold.
	SameTotal bool
	// Kept asks that each of them is on the terminal or on the server.
	Kept bool
	// Within is how long the orders may take to get there.
	Within time.Duration
}

// DefaultOrdersWithin is the promise of poswarm: the POS's own queue sends
// within seconds of the server's return.
const DefaultOrdersWithin = 5 * time.Second

// aLengthOfTime is how a limit is written.
const aLengthOfTime = "a length of time with its unit, such as 500ms, 5s or 2m"

// ordersSchema is a question about orders, with what only this step may add.
func ordersSchema(more map[string]Schema) Schema {
	properties := map[string]Schema{
		"unsynced":  count(0, ""),
		"on_server": count(0, ""),
		"total":     only("same", ""),
		"kept":      only("all", "each is on the terminal or on the server"),
	}
	maps.Copy(properties, more)
	return fields(properties).with("anyOf", anyHas("unsynced", "on_server", "total", "kept")["anyOf"])
}

// ordersNeeds is what a question about orders needs: what the server has, it must
// be asked. The two say where in the step the question stands.
func ordersNeeds(of func(Action) *Orders, at func(Schema) Schema) []Need {
	return []Need{{Requires: []Requirement{Sales}, Online: true,
		when: func(do Action) bool {
			o := of(do)
			return o != nil && (o.OnServer != nil || o.SameTotal || o.Kept)
		},
		like: at(anyHas("on_server", "total", "kept"))}}
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

// follow checks a question about orders, nil for none.
func (o *Orders) follow(at strictyaml.Node, so *progress) {
	if o != nil && !so.sold {
		at.Errorf("put a sell step before it", "orders are those that the scenario sold, and it has sold none here")
	}
}

func (o *Orders) parts() []string {
	var out []string
	if o.Unsynced != nil {
		out = append(out, fmt.Sprintf("%d unsynced orders", *o.Unsynced))
	}
	if o.OnServer != nil {
		out = append(out, fmt.Sprintf("%d orders on the server within %s", *o.OnServer, short(o.Within)))
	}
	if o.SameTotal {
		out = append(out, "total same")
	}
	if o.Kept {
		out = append(out, "orders kept")
	}
	return out
}
