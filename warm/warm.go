// Package warm primes terminals: it opens the POS in the terminal's own
// Chrome profile, has the service worker there store everything an offline
// reload needs, and reports what is stored.
//
// Priming reads from the server only, with one exception the POS itself makes
// on a profile it has never run on: it takes a device number. A POS session
// is opened only when the caller asks for it.
package warm

import (
	"errors"
	"log/slog"
	"net/url"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odoo"
	"poswarm/internal/result"
)

// Options say which terminal to prime and how.
type Options struct {
	URL              *url.URL // of the Odoo server; scheme and host count
	Database         string   // empty: the server's only one
	Configs          []int    // POS configs, at least one
	Login, Password  string   // used only where the profile has no valid login
	Lasting          bool     // the profile is the terminal's own, not a temporary one
	Profile          string   // Chrome user data directory of the terminal
	ProfileDirectory string   // profile inside it, empty for Chrome's default
	OpenSession      bool     // may open a POS session by opening the POS
	RequireSession   bool     // no open POS session is a failure
	Images           any      // "all", "none" or a number, as in `poswarm/prime`
	Browser          chrome.Options
	MaxRate          int64         // bytes a second that priming may download, 0 for no bound
	Timeout          time.Duration // per POS config
	Progress         func(Progress)
	Logger           *slog.Logger
}

func (o *Options) origin() string { return o.URL.Scheme + "://" + o.URL.Host }

// Progress is the worker's count of entries fetched for one POS config.
type Progress struct {
	Config, Done, Total int
	Bytes               int64
	// Waiting is the pause that a busy server gets now, otherwise 0.
	Waiting time.Duration
}

// Result is what one prime run achieved.
type Result struct {
	// Document is the poswarm.prime/v1 result, one entry a POS config tried.
	Document *result.Prime
	Worker   odoo.WorkerKind // that the server serves
	User     odoo.User       // of the profile
}

var (
	// ErrNoLogin means that the profile has no valid login and none was given.
	ErrNoLogin = errors.New("the profile is not logged in")
	// ErrOtherUser means that the profile belongs to another user than --login.
	ErrOtherUser = errors.New("the profile is logged in as another user")
	// ErrOtherDatabase means that the profile is logged in to another database
	// than the one asked for.
	ErrOtherDatabase = errors.New("the profile is logged in to another database")
	// ErrStockWorker means that the addon is not installed: the server hands
	// out another worker, which keeps less.
	ErrStockWorker = errors.New("the server does not serve the poswarm worker")
	// ErrNotStored means that the worker kept less than an offline start needs.
	ErrNotStored = errors.New("not everything was stored")
	// ErrInsecure means that Chrome gives the server's address no service worker.
	ErrInsecure = errors.New("the browser does not treat the address as secure")
	// ErrNoSession means that no POS session is open.
	ErrNoSession = errors.New("no POS session is open")
)
