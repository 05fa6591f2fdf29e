package soak

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
	"poswarm/internal/outage"
	"poswarm/internal/pace"
	"poswarm/internal/result"
	"poswarm/internal/workerapi"
	"poswarm/warm"
)

//go:embed js/login.js
var loginJS string

//go:embed js/holdings.js
var holdingsJS string

//go:embed js/stored.js
var storedJS string

const (
	// neutralPath is a page of the origin without a POS.
	neutralPath = "/web/health"
	// readyWithin bounds an online load up to its last stored picture.
	readyWithin = 60 * time.Second
	// upWithin bounds a reload without a server.
	upWithin = 25 * time.Second
	// lookEvery is how often the worker is asked: of its pictures it tells
	// nobody by an event.
	lookEvery = 100 * time.Millisecond
)

// terminal is a browser on a profile, with a gate as its only way out. What it costs
// online is measured without one.
type terminal struct {
	shop    *Shop
	profile string
	gate    *outage.Gate
	browser *chrome.Browser
	page    *chrome.Page
	// user is who is logged in; other says that it is the shop's other one.
	user  int
	other bool
	// baseline is what the POS showed when it was last ready online.
	baseline *odooui.State
	// filled says that the disk was full: pictures made room for sales, and come again a
	// minute later, or more.
	filled bool
}

// openTerminal starts a browser on the profile folder.
func openTerminal(ctx context.Context, shop *Shop, profile string) (*terminal, error) {
	gate, err := outage.Open(outage.Options{Target: shop.URL})
	if err != nil {
		return nil, fmt.Errorf("opening the gate: %w", err)
	}
	t := &terminal{shop: shop, profile: profile, gate: gate}
	if err := t.launch(ctx); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

func (t *terminal) launch(ctx context.Context) error {
	o := chrome.Options{Binary: t.shop.Browser, Profile: t.profile, Headless: true}
	if t.gate != nil {
		o.Proxy, o.Wrap, o.TrustSPKI = t.gate.ProxyFlag(), t.gate.Wrap, t.gate.TrustSPKI()
	}
	browser, err := chrome.Launch(ctx, o)
	if err != nil {
		return fmt.Errorf("starting the browser: %w", err)
	}
	t.browser = browser
	t.page, err = browser.FirstPage(ctx)
	return err
}

func (t *terminal) close() (err error) {
	if t.browser != nil {
		err = t.browser.Close(context.Background()) // ends within chrome.CloseLimit
	}
	if t.gate != nil {
		err = errors.Join(err, t.gate.Close())
	}
	return err
}

func (t *terminal) open(ctx context.Context, path string) error {
	return t.page.Navigate(ctx, t.shop.origin()+path)
}

// pressF5 reloads the POS, or opens it where another tab has thrown this one out, as
// Odoo does.
func (t *terminal) pressF5(ctx context.Context) error {
	var path string
	if err := t.page.Eval(ctx, "location.pathname", &path); err != nil || !strings.HasPrefix(path, "/pos/ui/") {
		return t.open(ctx, t.shop.pages()[0])
	}
	return t.page.Reload(ctx)
}

// cut begins an outage, without the answers that Chrome's own cache would give in the
// worker's place.
func (t *terminal) cut(ctx context.Context, fault fault.Name) error {
	if err := t.browser.ClearHTTPCache(ctx); err != nil {
		return err
	}
	return t.gate.Cut(fault)
}

// wipe makes the till one that was never here, and logs in.
func (t *terminal) wipe(ctx context.Context) error {
	if err := t.page.Navigate(ctx, "about:blank"); err != nil {
		return err
	}
	if err := t.gate.Restore(); err != nil {
		return err
	}
	if err := errors.Join(t.browser.StopWorkers(ctx), t.browser.ClearSite(ctx, t.shop.origin()), t.browser.ClearHTTPCache(ctx)); err != nil {
		return err
	}
	return t.logIn(ctx)
}

func (t *terminal) logIn(ctx context.Context) error {
	t.other = false
	return t.enter(ctx)
}

// logInOther ends the log-in as the menu does, and logs the other user in, or the first
// one again where the other was.
func (t *terminal) logInOther(ctx context.Context) error {
	if err := t.open(ctx, "/web/session/logout"); err != nil {
		return err
	}
	t.other = !t.other
	return t.enter(ctx)
}

func (t *terminal) enter(ctx context.Context) error {
	if err := t.open(ctx, neutralPath); err != nil {
		return err
	}
	name, password := t.shop.Login, t.shop.Password
	if t.other {
		name, password = t.shop.OtherLogin, t.shop.OtherPassword
	}
	return t.page.Call(ctx, loginJS, []any{name, password}, &t.user)
}

// ready loads the POS online until the worker holds all of it.
func (t *terminal) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyWithin, errors.New("the worker does not hold the whole POS"))
	defer cancel()
	if err := t.gate.Restore(); err != nil {
		return err
	}
	loads := 1
	if t.shop.Worker != demo.WorkerPoswarm {
		loads = 2 // the first one installs the worker
	}
	for range loads {
		if err := t.open(ctx, t.shop.pages()[0]); err != nil {
			return fmt.Errorf("opening the POS: %w", err)
		}
		state, err := odooui.WaitUp(ctx, t.page, odooui.Want{Config: t.shop.Config}, readyWithin)
		if err != nil {
			return fmt.Errorf("the POS online: %w; it shows %+v, and asked for %s", err, state, t.asked())
		}
		t.baseline = &state
		if err := t.whole(ctx); err != nil {
			return err
		}
	}
	return nil
}

// asked tells the last requests, for who must find out why a load hangs.
func (t *terminal) asked() string {
	var text strings.Builder
	log := t.gate.Log()
	for _, e := range log[max(0, len(log)-12):] {
		fmt.Fprintf(&text, "\n\t%s %s %s: %s %d", e.Time.Format("05.000"), e.Method, e.Path, e.Action, e.Status)
	}
	return text.String()
}

// whole waits for the end of what the worker does after a load.
func (t *terminal) whole(ctx context.Context) error {
	if t.shop.Worker != demo.WorkerPoswarm {
		return t.page.Call(ctx, storedJS, []any{t.shop.Config, 15000}, nil)
	}
	for {
		s, err := warm.Status(ctx, t.page)
		if err != nil {
			return err
		}
		if settled(s, t.shop.Config, !t.filled) {
			return nil
		}
		if err := pace.Sleep(ctx, lookEvery); err != nil {
			return fmt.Errorf("waiting for the end of a load: %w; it holds %+v", err, s.Snapshots)
		}
	}
}

// settled says that a snapshot is served, with all its pictures where they count, and that no
// newer one is on its way. Their names begin with the time of their birth.
func settled(s workerapi.Status, config int, images bool) bool {
	var current workerapi.Snapshot
	var newest string
	for _, one := range s.Snapshots {
		if one.Config == config {
			newest = max(newest, one.ID)
			if one.State == "current" {
				current = one
			}
		}
	}
	return newest != "" && current.ID == newest && (!images || current.Images.Stored == current.Images.Wanted)
}

// holding is a snapshot on the disk.
type holding struct {
	ID, State string
	Config    int
	Completed bool
	Refused   []struct{ URL, Reason string }
}

// holds reads the snapshots of the shop's POS from the disk. Without a worker
// there are none, and active is false.
func (t *terminal) holds(ctx context.Context) (list []holding, active bool, err error) {
	active = slices.ContainsFunc(t.browser.Workers(), func(w chrome.Worker) bool {
		return w.Status == "activated" && strings.HasPrefix(w.Scope, t.shop.origin()+"/pos")
	})
	if !active || t.shop.Worker != demo.WorkerPoswarm {
		return nil, active, nil
	}
	if err := t.browser.EvalWorker(ctx, t.shop.origin()+"/pos/", holdingsJS, &list); err != nil {
		return nil, active, fmt.Errorf("reading the snapshots: %w", err)
	}
	list = slices.DeleteFunc(list, func(h holding) bool { return h.Config != t.shop.Config })
	return list, active, nil
}

func hasCurrent(list []holding) bool {
	return slices.ContainsFunc(list, func(h holding) bool { return h.State == "current" })
}

// die takes the server away for good, with the answers that Chrome's own cache
// would give in the worker's place.
func (t *terminal) die(ctx context.Context) error {
	// The page goes first: an error page of a load under way could commit in
	// the middle of the next one.
	if err := t.page.Navigate(ctx, "about:blank"); err != nil {
		return err
	}
	return t.cut(ctx, fault.ServerDead)
}

// offline opens an address without a server and says how that ended: nil is up.
// A till whose POS is up without some of its pictures has a *[gaps].
func (t *terminal) offline(ctx context.Context, path string) error {
	err := t.open(ctx, path)
	if shown, ok := chrome.IsBrowserPage(err); ok {
		return odooui.Failf(result.BrowserErrorPage, "%s", shown.Code)
	}
	if err != nil {
		return err
	}
	state, up := odooui.WaitUp(ctx, t.page, odooui.Want{Config: t.shop.Config, Baseline: t.baseline}, upWithin)
	if up != nil && reasonOf(up) != result.ImagesBroken {
		return up
	}
	for _, r := range t.page.Observed().Responses {
		if r.Type == "Document" && (!r.FromServiceWorker || r.Source == "network" || r.Source == "http-cache") {
			return odooui.Failf(result.NotProven, "the page came from %q", r.Source)
		}
	}
	if n := t.gate.Served(); n > 0 {
		return odooui.Failf(result.ServerReached, "%d requests reached the server", n)
	}
	if up != nil && !slices.ContainsFunc(state.Images.Broken, ofThePage) {
		return &gaps{up}
	}
	return up
}

// gaps is a POS that is up but for pictures of products and categories. Those do
// not hold up a snapshot: a till that sells without them is worth more than none.
type gaps struct{ error }

func (g *gaps) Unwrap() error { return g.error }

// ofThePage reports a picture that belongs to the page itself.
func ofThePage(address string) bool {
	u, err := url.Parse(address)
	return err != nil || !strings.HasPrefix(u.Query().Get("model"), "product.") && u.Query().Get("model") != "pos.category"
}

// reasonOf is the code of a verdict, empty for what is none.
func reasonOf(err error) result.Reason {
	var failure *odooui.Failure
	if errors.As(err, &failure) {
		return failure.Reason
	}
	return ""
}
