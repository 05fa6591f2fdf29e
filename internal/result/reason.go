package result

import "slices"

// Reason is the stable code of why a scenario did not pass. Codes are relied
// on by dashboards and by the stock expectation of the scenario files: they are
// never renamed, only added.
type Reason string

// The reasons.
const (
	BrowserErrorPage        Reason = "browser-error-page"
	Alert                   Reason = "alert"
	ErrorDialog             Reason = "error-dialog"
	CriticalError           Reason = "critical-error"
	BlankPage               Reason = "blank-page"
	NotAPOSPage             Reason = "not-a-pos-page"
	LoginPage               Reason = "login-page"
	EmergencyPage           Reason = "emergency-page"
	NoEmergencyPage         Reason = "no-emergency-page"
	StuckLoading            Reason = "stuck-loading"
	WrongConfig             Reason = "wrong-config"
	WrongUser               Reason = "wrong-user"
	WrongDatabase           Reason = "wrong-database"
	WrongScreen             Reason = "wrong-screen"
	ProductsMissing         Reason = "products-missing"
	POSSessionChanged       Reason = "pos-session-changed"
	ImagesBroken            Reason = "images-broken"
	BarcodeParserMissing    Reason = "barcode-parser-missing"
	ConsoleError            Reason = "console-error"
	OrdersLost              Reason = "orders-lost"
	OrdersDoubled           Reason = "orders-doubled"
	WrongTotal              Reason = "wrong-total"
	OrderNotOnServer        Reason = "order-not-on-server"
	ServerReached           Reason = "server-reached"
	WriteDuringSafeScenario Reason = "write-during-safe-scenario"
	NeverPrimed             Reason = "never-primed"
	NotProven               Reason = "not-proven"
	NotScanned              Reason = "not-scanned"
	Crash                   Reason = "crash"
	Deadline                Reason = "deadline"
	Stale                   Reason = "stale"
	Hang                    Reason = "hang"
	Download                Reason = "download"
	WorkerDied              Reason = "worker-died"
	BrowserEnded            Reason = "browser-ended"
	BrowserHung             Reason = "browser-hung"
	MachineTooBusy          Reason = "machine-too-busy"
	PatchOff                Reason = "patch-off"
	UnknownCall             Reason = "unknown-call"
	NotIsolated             Reason = "not-isolated"
	WipedAtRestart          Reason = "wiped-at-restart"
	BlockedBySetting        Reason = "blocked-by-setting"
	CannotStart             Reason = "cannot-start"
	ProfileUnused           Reason = "profile-unused"
	LoginEnds               Reason = "login-ends"
	ClockWrong              Reason = "clock-wrong"
	SnapshotOld             Reason = "snapshot-old"
	Certificate             Reason = "certificate"
	StorageEvictable        Reason = "storage-evictable"
	DiskFull                Reason = "disk-full"
)

// meanings has every reason once, with the sentence a person reads.
var meanings = []struct {
	reason  Reason
	meaning string
}{
	{BrowserErrorPage, "the browser showed its own error page instead of the POS"},
	{Alert, "the page stopped at an alert box"},
	{ErrorDialog, "the POS came up with an error dialog"},
	{CriticalError, "the POS showed its critical error box, whose only button wipes the terminal"},
	{BlankPage, "the page stayed blank"},
	{NotAPOSPage, "something else than a POS page was shown, such as a proxy's error or a portal"},
	{LoginPage, "the log-in page was shown instead of the POS"},
	{EmergencyPage, "the emergency page was shown although the POS should have come up"},
	{NoEmergencyPage, "the emergency page was expected and did not show"},
	{StuckLoading, "the loading screen did not go away"},
	{WrongConfig, "another POS than the one asked for was shown"},
	{WrongUser, "the page of another user than the one logged in was shown"},
	{WrongDatabase, "the POS is of another database than the one asked for"},
	{WrongScreen, "the POS came up on another screen than expected"},
	{ProductsMissing, "products, categories or payment methods are missing"},
	{POSSessionChanged, "the page and its data belong to different POS sessions"},
	{ImagesBroken, "product images are broken"},
	{BarcodeParserMissing, "the barcode parser was not loaded"},
	{ConsoleError, "the console holds an error that a POS without its server does not have"},
	{OrdersLost, "an order is gone"},
	{OrdersDoubled, "an order is there more than once"},
	{WrongTotal, "an order has another total than what was sold"},
	{OrderNotOnServer, "an order did not reach the server"},
	{ServerReached, "requests reached the server while it was cut off"},
	{WriteDuringSafeScenario, "a scenario marked safe wrote to the server"},
	{NeverPrimed, "this browser profile holds no complete snapshot of the POS"},
	{NotProven, "that the server was cut off could not be proven"},
	{NotScanned, "a scanned barcode did not put its product into the order"},
	{Crash, "the page or the browser crashed"},
	{Deadline, "the time for the step ran out"},
	{Stale, "the server has a newer build, newer data, another database or POS session than this browser profile, or has switched its offline mode off"},
	{Hang, "the page hung: it stopped answering"},
	{Download, "the server sent a download, or nothing, instead of a page"},
	{WorkerDied, "the service worker died, or stopped answering"},
	{BrowserEnded, "the browser ended, and nobody had asked it to"},
	{BrowserHung, "the browser process stopped answering, or holds a dialog that nobody can close"},
	{MachineTooBusy, "the machine was too busy to tell: something took too long while other programs had the processor"},
	{WipedAtRestart, "a setting or a policy of the terminal's Chrome takes away what the POS stores when Chrome is closed"},
	{BlockedBySetting, "a setting or a flag of the terminal's Chrome keeps the POS from running as it must"},
	{CannotStart, "the terminal's Chrome would not start on its profile"},
	{ProfileUnused, "the terminal's Chrome runs on another profile than this one"},
	{LoginEnds, "the terminal's log-in ends soon, or has ended: it comes up and cannot send its sales"},
	{ClockWrong, "the clock of the terminal and the server's differ by minutes: its log-in ends at another time, and its sales have a wrong one"},
	{SnapshotOld, "what this browser profile holds is older than --max-age"},
	{Certificate, "the server's certificate is not trusted: a browser that refuses it registers no service worker"},
	{StorageEvictable, "the terminal's Chrome may take away what the POS stores when the disk gets full"},
	{DiskFull, "the terminal's disk is full, or nearly"},
	{NotIsolated, "the browser on the copy of a terminal's profile has another way out than the gate, or runs on another profile; no page was opened"},
	{PatchOff, "a repair of the addon does not fit this Odoo, which is as without the addon in that point"},
	{UnknownCall, "a scenario marked safe called something on the server of which it is not known whether it writes"},
}

// Reasons returns all codes, in the order of the documentation.
func Reasons() []Reason {
	out := make([]Reason, len(meanings))
	for i, m := range meanings {
		out[i] = m.reason
	}
	return out
}

// Known says whether the code is one of ours.
func (r Reason) Known() bool { return slices.Contains(Reasons(), r) }

// Meaning is one sentence for a person, or the code itself when it is unknown
// (a document of a later version).
func (r Reason) Meaning() string {
	for _, m := range meanings {
		if m.reason == r {
			return m.meaning
		}
	}
	return string(r)
}
