package scenario

import (
	"fmt"
	"strings"
	"time"
)

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

// Screen is a screen of the POS.
type Screen string

// The screens.
const (
	ScreenAny     Screen = ""
	ScreenProduct Screen = "product"
	ScreenLogin   Screen = "login"
	ScreenOpening Screen = "opening"
	ScreenFloor   Screen = "floor"
	ScreenPayment Screen = "payment"
	ScreenReceipt Screen = "receipt"
)

// Screens lists the names that a file may use.
func Screens() []Screen {
	return []Screen{ScreenProduct, ScreenLogin, ScreenOpening, ScreenFloor, ScreenPayment, ScreenReceipt}
}

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
