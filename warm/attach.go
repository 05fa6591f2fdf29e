package warm

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odoo"
	"poswarm/internal/result"
)

// Attach primes a terminal whose Chrome runs, through the debugging port at
// port. A second tab on the POS would make Odoo close the cashier's
// (addons/point_of_sale/static/src/app/services/pos_store.js, closeOtherTabs),
// so the worker is asked from the addon's small page, in a hidden tab. Nothing
// is opened, and nobody is logged in: o.Login and o.OpenSession are not for it.
func Attach(ctx context.Context, o Options, port *url.URL) (out Result, err error) {
	out.Document = result.NewPrime(true)
	if o.Profile != "" { // on this machine
		out.Document.Warnings = append(out.Document.Warnings, words(chrome.RunningObstacles(o.Profile))...)
	}
	browser, err := chrome.Join(ctx, port, o.Logger)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, browser.Close(context.WithoutCancel(ctx))) }()
	page, err := browser.FirstPage(ctx)
	if err != nil {
		return out, err
	}
	p := &primer{options: o, browser: browser, page: page, attached: true}
	return out, p.all(ctx, &out)
}

// withTerminal has the worker of a running terminal bring up to date what it holds.
func (p *primer) withTerminal(ctx context.Context, one *result.PrimeConfig, config odoo.Config, worker odoo.WorkerKind) error {
	if worker != odoo.WorkerPoswarm {
		return hint.Add(fmt.Errorf("%w: a running terminal can be primed with the addon only", ErrStockWorker),
			"install the addon: poswarm addon export PATH; or stop the kiosk and prime with --profile")
	}
	err := p.fromSmallPage(ctx, one)
	if errors.Is(err, errNoSnapshot) {
		return hint.Add(fmt.Errorf("%w: config %d (%s) was never opened on this terminal", ErrNotStored, config.ID, config.Name),
			"open that POS once on the terminal, or stop the kiosk and prime with --profile")
	}
	return err
}

// fromSmallPage asks the worker from the addon's page, which has no POS in it.
func (p *primer) fromSmallPage(ctx context.Context, one *result.PrimeConfig) error {
	if err := p.page.Navigate(ctx, p.origin()+"/pos/poswarm"); err != nil {
		return fmt.Errorf("opening the addon's page: %w", err)
	}
	return p.prime(ctx, one)
}
