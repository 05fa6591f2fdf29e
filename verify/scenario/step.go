package scenario

import (
	"fmt"
	"strings"
	"time"
)

// Kind is the name of a step as it is written in a file.
type Kind string

// The steps.
const (
	KindOpen           Kind = "open"
	KindExpect         Kind = "expect"
	KindCut            Kind = "cut"
	KindRestore        Kind = "restore"
	KindReload         Kind = "reload"
	KindRestartBrowser Kind = "restart-browser"
	KindShowProducts   Kind = "show-products"
	KindStartSelling   Kind = "start-selling"
	KindSell           Kind = "sell"
	KindOrder          Kind = "order"
	KindUpgradeServer  Kind = "upgrade-server"
	KindRestartServer  Kind = "restart-server"
	KindForget         Kind = "forget"
	KindNote           Kind = "note"
	KindWait           Kind = "wait"
	KindLogIn          Kind = "log-in"
	KindLogOut         Kind = "log-out"
	KindScan           Kind = "scan"
	KindSample         Kind = "sample"
	KindCloseRegister  Kind = "close-register"
	KindOpenRegister   Kind = "open-register"
)

// Step is one line of a scenario.
type Step struct {
	// File, Line and Column are the place to show when the step fails.
	File         string
	Line, Column int
	Kind         Kind
	// Text is the step in one line, with its defaults filled in.
	Text string
	// Do is one of *Open, *Expect, *Cut, *Restore, *Reload, *RestartBrowser,
	// *ShowProducts, *StartSelling, *Sell, *Order, *UpgradeServer, *RestartServer,
	// *Forget, *Note, *Wait, *LogIn, *LogOut, *Scan, *Sample, *CloseRegister,
	// *OpenRegister.
	Do Action
}

// Action is what a step does. The set is closed: switch on the type.
type Action interface {
	// text is the step in one line, without its kind.
	text() string
}

// Config is which POS of the run is meant.
type Config string

// The configs of a run.
const (
	// This is the POS the run is about.
	This Config = "this"
	// Other is the second one; it needs two-configs.
	Other Config = "other"
)

// Open navigates the tab.
type Open struct {
	// Path is a path on the POS server, by default /pos/ui/{config}. It may
	// hold variables.
	Path   string
	Config Config
	// Within is how long a page may take to come at all.
	Within time.Duration
}

// DefaultPath is what open goes to when no path is given.
const DefaultPath = "/pos/ui/{config}"

// DefaultPageWithin is how long a page may take to come when nothing is said:
// as long as a person would look at a blank one.
const DefaultPageWithin = 30 * time.Second

func (o *Open) text() string {
	text := o.Path
	if o.Config == Other {
		text += " of the other POS"
	}
	return text + pageWithin(o.Within)
}

func pageWithin(d time.Duration) string {
	if d == DefaultPageWithin {
		return ""
	}
	return " within " + short(d)
}

// Cut takes the server away. It stays away until restore, or until another cut
// changes the fault.
type Cut struct {
	Fault Fault
	// By is what a line that flaps or is cut off has then; "" for server-dead,
	// or status-502 where requests are counted.
	By Fault
	// Latency is how long a request is on its way on a slow line, and how long a
	// name takes to be not found. Bandwidth is in bytes a second.
	Latency   time.Duration
	Bandwidth int64
	// The cut comes after so many requests or bytes, or with a call.
	Requests int
	Bytes    int64
	// From is part of an address: requests count from the first one there on.
	From string
	// Call is part of an address: the server does what is asked there, its
	// answer is lost, and the cut has come.
	Call string
	// A flapping line is down and then up for so long, or fails every so manieth
	// request.
	Down, Up time.Duration
	Every    int
}

// Isolates says whether nothing at all reaches the server under the fault.
func (c *Cut) Isolates() bool { return c.Fault != Slow && c.Fault != CutAfter && c.Fault != Flapping }

func (c *Cut) text() string {
	text := string(c.Fault)
	add := func(set bool, format string, args ...any) {
		if set {
			text += fmt.Sprintf(format, args...)
		}
	}
	add(c.Latency != 0, ", latency %s", short(c.Latency))
	add(c.Bandwidth != 0, ", bandwidth %s/s", size(c.Bandwidth))
	add(c.Requests != 0, " %d requests", c.Requests)
	add(c.From != "", " from %s on", c.From)
	add(c.Bytes != 0, " %s", size(c.Bytes))
	add(c.Call != "", " the server did %s", c.Call)
	add(c.Down != 0, ", down %s, up %s", short(c.Down), short(c.Up))
	add(c.Every != 0, ", request %d of %d", c.Every, c.Every)
	add(c.By != "", ", by %s", c.By)
	return text
}

// size prints a number of bytes as a file writes it.
func size(n int64) string {
	switch {
	case n%1_000_000 == 0:
		return fmt.Sprintf("%dMB", n/1_000_000)
	case n%1000 == 0:
		return fmt.Sprintf("%dkB", n/1000)
	}
	return fmt.Sprintf("%dB", n)
}

// Restore gives the server back, in the same page and the same browser.
type Restore struct{}

func (*Restore) text() string { return "" }

// Reload is the cashier's F5.
type Reload struct {
	// Hard is Ctrl+F5, which goes past every cache and past the service worker.
	Hard bool
	// Within is how long a page may take to come at all.
	Within time.Duration
}

func (r *Reload) text() string {
	if r.Hard {
		return "hard" + pageWithin(r.Within)
	}
	return strings.TrimSpace(pageWithin(r.Within))
}

// RestartBrowser closes the browser and starts it again on the same profile
// and on the POS's own address, as a kiosk does.
type RestartBrowser struct {
	// Killed ends it as a power cut does, with nothing written any more.
	Killed bool
}

func (r *RestartBrowser) text() string {
	if r.Killed {
		return "after it was killed"
	}
	return ""
}

// ShowProducts leaves the log-in screen for the product screen by the POS's
// own button. It writes nothing: where the register is not open, the opening
// control shows in front and stays unanswered.
type ShowProducts struct{}

func (*ShowProducts) text() string { return "" }

// StartSelling passes the opening control and the log-in screen, if they show,
// up to the product screen. It may open the register on the server.
type StartSelling struct{}

func (*StartSelling) text() string { return "" }

// Sell makes one paid order and goes on to the receipt.
type Sell struct {
	// Product is part of a product's name; "" takes the first that is shown.
	Product string
	// Payment is part of the name of a payment method, or DefaultPayment.
	Payment string
	// Quantity is at least 1.
	Quantity int
	// Table is the scenario's own number for a restaurant's table, which is a
	// free one when it is first named; 0 for any free one. What the scenario has
	// left open there is paid as well.
	Table int
	// Within is how long it may take up to the receipt, 0 for as long as it
	// does.
	Within time.Duration
}

// DefaultPayment is the payment method when none is given: the shop's cash,
// whatever it is called there, or what needs neither a device nor a customer.
const DefaultPayment = "cash"

func (s *Sell) text() string {
	product := s.Product
	if product == "" {
		product = "the first product"
	}
	text := fmt.Sprintf("%d × %s%s, paid by %s", s.Quantity, product, at(s.Table), s.Payment)
	if s.Within != 0 {
		text += " within " + short(s.Within)
	}
	return text
}

func at(table int) string {
	if table == 0 {
		return ""
	}
	return fmt.Sprintf(" at table %d", table)
}

// Order leaves an open order at a restaurant's table: the server has it as a
// draft when the floor plan shows again.
type Order struct {
	Product  string // part of a product's name; "" takes the first that is shown
	Quantity int    // at least 1
	Table    int    // see Sell
}

func (o *Order) text() string {
	product := o.Product
	if product == "" {
		product = "the first product"
	}
	return fmt.Sprintf("%d × %s%s", o.Quantity, product, at(o.Table))
}

// UpgradeServer installs a change on the server: bundles and translations get
// new hashes, as after every upgrade of a module.
type UpgradeServer struct{}

func (*UpgradeServer) text() string { return "" }

// RestartServer stops the server and starts it again.
type RestartServer struct{}

func (*RestartServer) text() string { return "" }

// Forget removes one store of the page from the browser, as Odoo itself does
// on certain occasions.
type Forget struct{ What Store }

// Store is what can be forgotten.
type Store string

// The stores.
const (
	// Localization is the database in which the page keeps its translations.
	Localization Store = "localization"
	// Caches are all caches of the origin, those of the worker among them.
	Caches Store = "caches"
	// SiteData is all that the browser holds for the origin: the service worker,
	// caches, databases, cookies and with them the log-in.
	SiteData Store = "site-data"
)

// Stores lists them.
func Stores() []Store { return []Store{Localization, Caches, SiteData} }

func (f *Forget) text() string { return string(f.What) }

// Note is a line for the report.
type Note struct{ Words string }

func (n *Note) text() string { return n.Words }

// Fault is a way of losing the server. The names are those of internal/outage.
type Fault string

// The faults.
const (
	ServerDead    Fault = "server-dead"
	CableOut      Fault = "cable-out"
	Status502     Fault = "status-502"
	Status503     Fault = "status-503"
	Status504     Fault = "status-504"
	Portal        Fault = "portal"
	LoginRedirect Fault = "login-redirect"
	Blackhole     Fault = "blackhole"
	Refused       Fault = "refused"
	Reset         Fault = "reset"
	DNSDead       Fault = "dns-dead"
	Slow          Fault = "slow"
	CutAfter      Fault = "cut-after"
	Flapping      Fault = "flapping"
)

// Faults lists all faults.
func Faults() []Fault {
	return []Fault{ServerDead, CableOut, Status502, Status503, Status504, Portal, LoginRedirect, Blackhole,
		Refused, Reset, DNSDead, Slow, CutAfter, Flapping}
}

// line joins a kind and its text.
func line(kind Kind, do Action) string {
	return strings.TrimSpace(string(kind) + " " + do.text())
}

// short prints a duration without trailing zero parts.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
