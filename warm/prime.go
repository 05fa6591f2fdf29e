package warm

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/lasting"
	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

//go:embed up.js
var upJS string

// stockWithin bounds the wait for Odoo's own worker to store what it can.
const stockWithin = 20 * time.Second

// openingControl is the state of a session that nobody has opened yet.
const openingControl = "opening_control"

// neutralPath is a page of the origin without POS and without log-in code.
const neutralPath = "/web/health"

// Prime opens the profile in a browser of its own, logs in if needed, primes
// each POS config and closes the browser cleanly. The result is filled as far as
// the run came, also when an error is returned; what went wrong with one POS
// config stands there as well.
func Prime(ctx context.Context, o Options) (out Result, err error) {
	out.Document = result.NewPrime(o.Lasting)
	release, err := lock(o.Profile)
	if err != nil {
		return out, err
	}
	defer release()
	out.Document.Warnings = append(out.Document.Warnings, damageWarning(o)...)
	if o.Lasting {
		// Odoo gives a log-in that is some hours old a new cookie with the first
		// answer and forgets the old one two minutes later (odoo/http.py,
		// _save_session). Chrome writes cookies when it closes: so it is closed
		// once before the long work, or a kill would log the terminal out.
		if err := logIn(ctx, o); err != nil {
			return out, err
		}
	}
	out.Document.Warnings = append(out.Document.Warnings, said(lasting.Disk(o.Profile))...)
	out.Document.Warnings = append(out.Document.Warnings, obstacleWarnings(o)...)
	err = inBrowser(ctx, o, func(p *primer) error { return p.all(ctx, &out) })
	if keeping := keepLogin(ctx, o, out.Document.LoginUntil); err == nil {
		err = keeping
	}
	return out, err
}

// primer is one prime run in one browser.
type primer struct {
	options Options
	browser *chrome.Browser
	page    *chrome.Page
	server  *odoo.Client // speaks with the browser's own login
	// attached: the browser is the running terminal's, and the page a hidden tab.
	attached bool
}

// inBrowser starts the browser, does the work in its first tab and closes it.
func inBrowser(ctx context.Context, o Options, work func(*primer) error) (err error) {
	options := o.Browser
	options.Profile, options.ProfileDirectory = o.Profile, o.ProfileDirectory
	options.KeepStorageOf = o.origin()
	browser, err := chrome.Launch(ctx, options)
	if err != nil {
		return fmt.Errorf("starting the browser: %w", err)
	}
	defer func() {
		// The close writes the login cookie, also when ctx is over; it ends
		// within chrome.CloseLimit.
		if closing := browser.Close(context.WithoutCancel(ctx)); err == nil && closing != nil {
			err = fmt.Errorf("closing the browser: %w", closing)
		}
	}()
	page, err := browser.FirstPage(ctx)
	if err != nil {
		return fmt.Errorf("opening a tab: %w", err)
	}
	return work(&primer{options: o, browser: browser, page: page})
}

// all primes every POS config asked for.
func (p *primer) all(ctx context.Context, out *Result) error {
	if err := p.signIn(ctx); err != nil {
		return err
	}
	out.User = p.server.User()
	var err error
	if out.Worker, err = p.server.Worker(ctx); err != nil {
		return err
	}
	for _, id := range p.options.Configs {
		// A wrong number is found before the terminal waits for the others.
		if _, err := p.server.Config(ctx, id); err != nil {
			return err
		}
	}
	for _, id := range p.options.Configs {
		one, failure := p.config(ctx, id, out.Worker)
		out.Document.Configs = append(out.Document.Configs, one)
		if one.Snapshot != nil {
			for _, lack := range one.Snapshot.Lacking() {
				out.Document.Warnings = append(out.Document.Warnings, fmt.Sprintf("POS %d: %s", one.Config, lack))
			}
		}
		err = errors.Join(err, failure)
	}
	if looking := p.look(ctx, out.Document); looking != nil {
		p.options.Logger.Warn("how long this lasts is not known", "error", looking)
	}
	return err
}

func (p *primer) origin() string { return p.options.origin() }

func (p *primer) posURL(config int) string { return fmt.Sprintf("%s/pos/ui/%d", p.origin(), config) }

// signIn makes sure that the browser has a valid login of the right user.
func (p *primer) signIn(ctx context.Context) error {
	if err := p.page.Navigate(ctx, p.origin()+neutralPath); err != nil {
		return unreachable(p.origin(), err)
	}
	if err := p.secure(ctx); err != nil {
		return err
	}
	p.server = odoo.New(p.options.URL, http.RoundTripper(pageTransport{p.page}))
	user, err := p.server.Whoami(ctx)
	switch {
	case err != nil && !errors.Is(err, odoo.ErrLogin):
		return err
	case err == nil && p.options.Login != "" && !strings.EqualFold(user.Login, p.options.Login):
		return hint.Add(fmt.Errorf("%w, %q, not %q", ErrOtherUser, user.Login, p.options.Login), "leave --login out to prime for that user, or log out on the terminal first")
	case err == nil && p.options.Database != "" && user.Database != p.options.Database:
		return hint.Add(fmt.Errorf("%w, %q, not %q", ErrOtherDatabase, user.Database, p.options.Database), "leave --db out to prime for that database, or log in to the other one on the terminal first")
	case err == nil:
		return nil
	case p.options.Login == "":
		return hint.Add(ErrNoLogin, "log in on the terminal, or give --login and --password-file")
	}
	_, err = p.server.LogIn(ctx, p.options.Database, p.options.Login, p.options.Password)
	return err
}

// secure asks Chrome whether service workers exist for the server at all: they do
// for https, and on this machine itself.
func (p *primer) secure(ctx context.Context) error {
	var secure bool
	if err := p.page.Eval(ctx, "isSecureContext && 'serviceWorker' in navigator", &secure); err != nil {
		return fmt.Errorf("asking whether the address is a secure one: %w", err)
	}
	if secure {
		return nil
	}
	return hint.Add(fmt.Errorf("%w: a page of %s has no service worker, so no POS of it can come up without its server", ErrInsecure, p.origin()),
		"serve Odoo over https with a certificate that the terminal trusts; for a test, give the terminal's Chrome the policy OverrideSecurityRestrictionsOnInsecureOrigin with this address")
}

// unreachable says why the browser could not show a page of the server.
func unreachable(origin string, err error) error {
	if shown, ok := chrome.IsBrowserPage(err); ok {
		err = errors.New(shown.Code) // its text repeats the address
	}
	return odoo.Unreachable(origin, err)
}

// config primes one POS config.
func (p *primer) config(ctx context.Context, id int, worker odoo.WorkerKind) (result.PrimeConfig, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, p.options.Timeout,
		fmt.Errorf("priming config %d took longer than %s", id, p.options.Timeout))
	defer cancel()
	began := time.Now()
	one := result.PrimeConfig{Config: id, Result: result.Passed}
	err := p.fill(ctx, &one, worker)
	one.DurationMS = time.Since(began).Milliseconds()
	if err != nil {
		one.Result, one.Detail, one.Hint = outcome(err), result.Words(err), hint.Of(err)
	}
	return one, err
}

// outcome tells a terminal that is not ready from one that could not be tried.
func outcome(err error) result.Outcome {
	var failure *odooui.Failure
	if errors.As(err, &failure) || errors.Is(err, ErrStockWorker) || errors.Is(err, ErrNoSession) || errors.Is(err, ErrNotStored) {
		return result.Failed
	}
	return result.Error
}

// fill does the work for one POS config.
func (p *primer) fill(ctx context.Context, one *result.PrimeConfig, worker odoo.WorkerKind) error {
	config, err := p.server.Config(ctx, one.Config)
	if err != nil {
		return err
	}
	one.Session = p.session(config)
	switch {
	case one.Session == result.SessionNone && p.options.RequireSession:
		return noSession(config, "")
	case p.attached:
		return p.withTerminal(ctx, one, config, worker)
	case one.Session == result.SessionNone:
		return p.withoutSession(ctx, one, config, worker)
	case worker == odoo.WorkerPoswarm:
		return p.withWorker(ctx, one)
	}
	return p.withStockWorker(ctx, one)
}

// session says whether the POS can be opened without a change on the server. What
// a cashier sees in the opening control is no session yet: a page that is left there
// deletes it (point_of_sale, delete_opening_control_session), under another
// terminal's hands. An attached terminal is not opened.
func (p *primer) session(config odoo.Config) result.SessionState {
	switch {
	case config.SessionID != 0 && (p.attached || config.SessionState != openingControl):
		return result.SessionOpen
	case p.options.OpenSession:
		return result.SessionOpened
	}
	return result.SessionNone
}

func noSession(config odoo.Config, also string) error {
	return hint.Add(fmt.Errorf("%w for config %d (%s)%s", ErrNoSession, config.ID, config.Name, also),
		"open the register, or let poswarm open the session with --open-session")
}

// withWorker opens the POS and has our worker store all of it.
func (p *primer) withWorker(ctx context.Context, one *result.PrimeConfig) error {
	end, err := p.slowStart(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := p.open(ctx, one.Config); err != nil {
		return err
	}
	var stored string
	if err := p.page.Call(ctx, upJS, []any{p.options.Timeout.Milliseconds()}, &stored); err != nil {
		return fmt.Errorf("waiting for the data of config %d: %w", one.Config, err)
	}
	if stored != "" {
		return hint.Add(fmt.Errorf("%w: config %d came up from what was stored before (%s), not from the server", ErrNotStored, one.Config, stored),
			"the server did not give the page, or the files that the page names: check the server, then prime again")
	}
	return p.prime(ctx, one)
}

// prime has the worker complete its snapshot and takes over its description.
func (p *primer) prime(ctx context.Context, one *result.PrimeConfig) error {
	snapshot, err := p.complete(ctx, one.Config)
	one.Downloaded = snapshot.Downloaded
	if err != nil {
		return err
	}
	one.Snapshot = &snapshot.Snapshot
	if served := p.server.User().Database; snapshot.Database != served {
		return fmt.Errorf("%w: the snapshot of config %d is of the database %q, not of %q", ErrNotStored, one.Config, snapshot.Database, served)
	}
	if snapshot.State != "current" {
		return fmt.Errorf("%w: the snapshot of config %d is %s", ErrNotStored, one.Config, snapshot.State)
	}
	if images := snapshot.Images; images.Stored < images.Wanted && p.options.Images == "all" {
		one.Result = result.Degraded
		one.Detail = fmt.Sprintf("%d of %d images could not be stored", images.Wanted-images.Stored, images.Wanted)
	}
	return p.leave(ctx)
}

// open shows the POS and waits until it is up.
func (p *primer) open(ctx context.Context, config int) error {
	if err := p.page.Navigate(ctx, p.posURL(config)); err != nil {
		return fmt.Errorf("opening the POS: %w", err)
	}
	if _, err := odooui.WaitUp(ctx, p.page, odooui.Want{Config: config}, p.options.Timeout); err != nil {
		return fmt.Errorf("config %d did not come up online: %w", config, err)
	}
	return nil
}

// leave closes the POS page, so that the next config's page, or the browser's
// end, finds no POS tab.
func (p *primer) leave(ctx context.Context) error {
	if err := p.page.Navigate(ctx, p.origin()+neutralPath); err != nil {
		return fmt.Errorf("leaving the POS: %w", err)
	}
	return nil
}

// withoutSession brings up to date what needs no POS session. Opening the POS
// would create one on the server, so the worker is asked from the addon's
// small page instead.
func (p *primer) withoutSession(ctx context.Context, one *result.PrimeConfig, config odoo.Config, worker odoo.WorkerKind) error {
	if worker != odoo.WorkerPoswarm {
		return noSession(config, "")
	}
	err := p.fromSmallPage(ctx, one)
	if errors.Is(err, errNoSnapshot) {
		return noSession(config, ", and the terminal holds nothing of an earlier one")
	}
	return err
}

// withStockWorker has Odoo's own worker store what it can: it keeps what
// passes through it, and it controls a page from the second load on.
func (p *primer) withStockWorker(ctx context.Context, one *result.PrimeConfig) error {
	const loads = 2 // the first installs the worker, the second passes through it
	for load := range loads {
		if err := p.open(ctx, one.Config); err != nil {
			return err
		}
		if _, err := odooui.ShowProducts(ctx, p.page); err != nil {
			return err // the worker keeps only images that were shown
		}
		missing, err := odooui.StockLacks(ctx, p.page, stockWithin, load > 0)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return fmt.Errorf("odoo's own worker did not store %s", strings.Join(missing, ", "))
		}
	}
	if err := p.leave(ctx); err != nil {
		return err
	}
	return hint.Add(fmt.Errorf("%w: config %d is primed only as far as Odoo's own worker goes", ErrStockWorker, one.Config),
		"install the addon: poswarm addon export PATH")
}
