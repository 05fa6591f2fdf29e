package scenario

import (
	"fmt"
	"strings"
	"time"
)

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

// User is which user of the run is meant.
type User string

// The users of a run.
const (
	// ThisUser is the one of --login.
	ThisUser User = "this"
	// OtherUser is the second one; it needs two-users.
	OtherUser User = "other"
)

// LogIn fills the server's log-in form.
type LogIn struct{ User User }

func (l *LogIn) text() string {
	if l.User == OtherUser {
		return "as the other user"
	}
	return ""
}

// LogOut ends the web session by the address behind Odoo's own menu item.
type LogOut struct{}

func (*LogOut) text() string { return "" }

// Scan types a barcode as a scanner does and expects its product in the order.
type Scan struct {
	// Barcode is what is typed, "" for that of the product named, or of the first
	// plain one that has a barcode.
	Barcode string
	// Product is the name of the product that must be in the order then, "" for
	// whatever product has that barcode.
	Product string
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

// Sample measures the same thing several times, for the report.
type Sample struct {
	What   Measure
	Times  int
	By     Kind          // KindOpen, KindReload or KindRestartBrowser
	Within time.Duration // of each time
}

// Measure is what can be measured.
type Measure string

// UpMS is how many milliseconds the POS takes to be up.
const UpMS Measure = "up_ms"

func (s *Sample) text() string {
	return fmt.Sprintf("%s by %s, %d times, each within %s", s.What, s.By, s.Times, short(s.Within))
}

// CloseRegister closes the POS session on the server, as another terminal or the
// back office does.
type CloseRegister struct{}

func (*CloseRegister) text() string { return "" }

// OpenRegister opens a POS session on the server, likewise.
type OpenRegister struct{}

func (*OpenRegister) text() string { return "" }
