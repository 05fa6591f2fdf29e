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
	// *ShowProducts, *StartSelling, *Sell, *Order, *UpgradeServer, *RestartServer, *Forget, *Note.
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
	// Path is a path on the POS server; {config} stands for the number of the
	// POS. The default is /pos/ui/{config}.
	Path   string
	Config Config
}

// DefaultPath is what open goes to when no path is given.
const DefaultPath = "/pos/ui/{config}"

// Resolve gives the path for a POS.
func (o *Open) Resolve(config int) string {
	return strings.ReplaceAll(o.Path, "{config}", fmt.Sprint(config))
}

func (o *Open) text() string {
	if o.Config == Other {
		return o.Path + " of the other POS"
	}
	return o.Path
}

// Cut takes the server away. It stays away until restore, or until another cut
// changes the fault.
type Cut struct{ Fault Fault }

func (c *Cut) text() string { return string(c.Fault) }

// Restore gives the server back, in the same page and the same browser.
type Restore struct{}

func (*Restore) text() string { return "" }

// Reload is the cashier's F5.
type Reload struct{}

func (*Reload) text() string { return "" }

// RestartBrowser closes the browser and starts it again on the same profile
// and on the POS's own address, as a kiosk does.
type RestartBrowser struct{}

func (*RestartBrowser) text() string { return "" }

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
	// Payment is part of the name of a payment method.
	Payment string
	// Quantity is at least 1.
	Quantity int
	// Table is the number of a restaurant's table, 0 for a free one. What is
	// open there already is paid as well.
	Table int
	// Within is how long it may take up to the receipt, 0 for as long as it
	// does.
	Within time.Duration
}

// DefaultPayment is the payment method when none is given.
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
	Table    int    // number of the table
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

// Localization is the database in which the page keeps its translations.
const Localization Store = "localization"

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
)

// Faults lists all faults.
func Faults() []Fault {
	return []Fault{ServerDead, CableOut, Status502, Status503, Status504, Portal, LoginRedirect, Blackhole}
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
