package scenario

import (
	"fmt"
	"strings"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/strictyaml"
)

// KindWait goes on when something has happened.
var KindWait = define(Definition{
	Kind: "wait",
	Form: "`wait: {until: {…}, within: 30s}`, or `wait: {for: 3s}`",
	Does: "goes on when something has happened: `worker: current` (the worker holds a complete snapshot of the POS session that the page shows), " +
		"`pos: online|offline` (what the POS believes about its network), `cut: happened` (a `cut-after` has come), `screen: SCREEN`, `orders: {…}` as in " +
		"`expect`, without `within`; several must hold at once. `for` lets an outage last, and only while something is cut, since everything else has an event to wait for",
	Schema: Schema{
		"description": "go on when something has happened; a bare length of time is only for how long an outage lasts",
		"anyOf": []Schema{
			fields(map[string]Schema{"for": duration("how long the outage lasts", "")}, "for"),
			fields(map[string]Schema{"until": untilSchema(), "within": duration(aLengthOfTime, short(DefaultWaitWithin))}, "until"),
		},
	},
	Page:    true,
	Needs:   ordersNeeds(func(do Action) *Orders { return do.(*Wait).orders() }, func(like Schema) Schema { return having("until", having("orders", like)) }),
	read:    readWait,
	follows: checks((*parser).waits),
	shows: is(func(w *Wait) bool {
		return w.Until != nil && (w.Until.Worker || w.Until.POS != "" || w.Until.Screen != ScreenAny)
	}),
})

// Wait goes on when something has happened. A length of time is only for how
// long an outage lasts: everything else has something to wait for.
type Wait struct {
	For    time.Duration // 0 when there is something to wait for
	Until  *Until
	Within time.Duration
}

// Until is what a wait waits for; all of it must hold at once.
type Until struct {
	// Worker is set when the worker must hold a complete snapshot that belongs
	// to the page.
	Worker bool
	// POS is what the POS itself must believe about its network, "" for not
	// asked.
	POS POSNetwork
	// Cut is set when a cut that comes after something must have come.
	Cut    bool
	Screen Screen
	Orders *Orders
}

// POSNetwork is what the POS believes about its network.
type POSNetwork string

// The beliefs.
const (
	POSOnline  POSNetwork = "online"
	POSOffline POSNetwork = "offline"
)

// DefaultWaitWithin is how long a wait lasts at most when nothing is said.
const DefaultWaitWithin = 30 * time.Second

func untilSchema() Schema {
	return fields(map[string]Schema{
		"worker": only("current", "the worker holds a complete snapshot of the page's POS session"),
		"pos":    oneOf([]POSNetwork{POSOnline, POSOffline}).with("description", "what the POS believes about its network"),
		"cut":    only("happened", "a cut-after has come"),
		"screen": oneOf(Screens()),
		"orders": ordersSchema(nil),
	}).with("minProperties", 1)
}

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

// orders is the question about orders, nil for none.
func (w *Wait) orders() *Orders {
	if w.Until == nil {
		return nil
	}
	return w.Until.Orders
}

func (p *parser) waits(at strictyaml.Node, do *Wait, so *progress) {
	if do.For != 0 && so.cut == nil && p.s.Subject == Fresh {
		at.Errorf("wait for what you expect: wait: {until: {worker: current}}", "a length of time is only for how long an outage lasts, and nothing is cut here")
	}
	if do.Until == nil {
		return
	}
	if do.Until.Cut && (so.cut == nil || so.cut.Fault != fault.CutAfter) {
		at.Errorf("put cut: {fault: cut-after, requests: 3} before it", "no cut-after before this wait")
	}
	do.Until.Orders.follow(at, so)
}

func (w *Wait) text() string {
	if w.Until == nil {
		return "for " + short(w.For)
	}
	return fmt.Sprintf("until %s, within %s", w.Until.text(), short(w.Within))
}

func (u *Until) text() string {
	var parts []string
	if u.Worker {
		parts = append(parts, "the worker's snapshot is current")
	}
	if u.POS != "" {
		parts = append(parts, "the POS believes that it is "+string(u.POS))
	}
	if u.Cut {
		parts = append(parts, "the cut has come")
	}
	if u.Screen != ScreenAny {
		parts = append(parts, "screen "+string(u.Screen))
	}
	if u.Orders != nil {
		parts = append(parts, u.Orders.parts()...)
	}
	return strings.Join(parts, ", ")
}
