package result

// The reasons that only a fleet has: why a terminal gave no verdict. What its
// own poswarm found keeps its own reason.
const (
	NoSuchHost   Reason = "no-such-host"
	NoConnection Reason = "no-connection"
	NoAnswer     Reason = "no-answer"
	HostKey      Reason = "host-key"
	LoginRefused Reason = "login-refused"
	NoPoswarm    Reason = "no-poswarm"
	OldVersion   Reason = "old-version"
	NoProfile    Reason = "no-profile"
	ProfileInUse Reason = "profile-in-use"
	NoBrowser    Reason = "no-browser"
	NotJudged    Reason = "not-judged"
	NothingRan   Reason = "nothing-ran"
	Interrupted  Reason = "interrupted"
	NoResult     Reason = "no-result"
	DataShrunk   Reason = "data-shrunk"
)

// fleetHints say what to do about each.
var fleetHints = map[Reason]string{
	NeverPrimed:  "prime it: poswarm fleet prime, or open its POS once while the server is there",
	NoSuchHost:   "compare its name in the inventory with the one in the network",
	NoConnection: "is it switched on and in the network? try: ssh with the same destination",
	NoAnswer:     "ssh connects, but poswarm did not start; log in and look",
	HostKey:      "if the machine was set up anew, remove its old key with ssh-keygen -R and connect once by hand",
	LoginRefused: "the key of this user must be in ~/.ssh/authorized_keys of the kiosk's user there",
	NoPoswarm:    "copy poswarm there, or name its path with poswarm: in the inventory",
	OldVersion:   "copy this version of poswarm there",
	NoProfile:    "name the kiosk's user data folder with profile: in the inventory; a new terminal's is made by poswarm fleet prime --create-profile",
	ProfileInUse: "stop the kiosk meanwhile, or use attach: in the inventory",
	DiskFull:     "make room on the terminal's disk: a copy of its profile is judged there",
	NoBrowser:    "install Chrome or Chromium there, or name it with chrome: in the inventory",
	DataShrunk:   "compare the products of this POS in Odoo; if it does sell less, this goes away by itself after seven answers, else reload its data and prime it",
	ClockWrong:   "set the clock of the machine that runs poswarm, then run poswarm fleet check: what was answered under the wrong time is kept",
	NoResult:     "its timer may be off: see systemctl list-timers there",
}

// FleetHint is what to do about a reason, "" where that depends.
func FleetHint(r Reason) string { return fleetHints[r] }
