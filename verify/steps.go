package verify

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odoo"
	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

//go:embed forget.js
var forgetJS string

// step does one step. A *posui.Failure is a verdict; other errors mean that
// the step could not be done.
func (r *run) step(ctx context.Context, step scenario.Step) error {
	switch do := step.Do.(type) {
	case *scenario.Open:
		return r.open(ctx, do)
	case *scenario.Reload:
		return r.reload(ctx, do)
	case *scenario.RestartBrowser:
		return r.restartBrowser(ctx, do)
	case *scenario.Cut:
		return r.cut(ctx, do)
	case *scenario.Restore:
		return r.restore(ctx)
	case *scenario.Expect:
		return r.expect(ctx, do)
	case *scenario.ShowProducts:
		return r.showProducts(ctx)
	case *scenario.StartSelling:
		return r.startSelling(ctx)
	case *scenario.Sell:
		return r.sell(ctx, do)
	case *scenario.Order:
		return r.order(ctx, do)
	case *scenario.UpgradeServer:
		return r.bench.Control.Upgrade(ctx)
	case *scenario.RestartServer:
		return r.bench.Control.Restart(ctx)
	case *scenario.Forget:
		return r.forget(ctx, do)
	case *scenario.Note:
		return nil
	}
	return r.stepMore(ctx, step)
}

// stepMore does the steps that a scenario needs less often.
func (r *run) stepMore(ctx context.Context, step scenario.Step) error {
	switch do := step.Do.(type) {
	case *scenario.Wait:
		return r.await(ctx, do)
	case *scenario.LogIn:
		return r.logIn(ctx, do)
	case *scenario.LogOut:
		return r.logOut(ctx)
	case *scenario.Scan:
		return r.scan(ctx, do)
	case *scenario.Sample:
		return r.sample(ctx, do)
	case *scenario.CloseRegister:
		return r.register(ctx, (*odoo.Client).CloseSession)
	case *scenario.OpenRegister:
		return r.register(ctx, (*odoo.Client).OpenSession)
	}
	return fmt.Errorf("this version cannot do the step %q", step.Kind)
}

func (r *run) config(which scenario.Config) int {
	if which == scenario.Other {
		return r.bench.Other
	}
	return r.bench.Config
}

func (r *run) open(ctx context.Context, do *scenario.Open) error {
	path, err := r.fill(ctx, do.Path, r.config(do.Config))
	if err != nil {
		return err
	}
	return r.navigate(ctx, r.lab.origin()+path, do.Within)
}

// navigate goes to an address. Chrome's own error page is no error here: the
// next expectation judges it.
func (r *run) navigate(ctx context.Context, url string, within time.Duration) error {
	return r.move(ctx, within, func(ctx context.Context) error { return r.lab.page.Navigate(ctx, url) })
}

func (r *run) reload(ctx context.Context, do *scenario.Reload) error {
	if do.Hard {
		return r.move(ctx, do.Within, r.lab.page.ReloadHard)
	}
	return r.move(ctx, do.Within, r.lab.page.Reload)
}

// errorPage is what a page of the browser's own about a failed navigation says.
func errorPage(code string) result.Reason {
	if strings.HasPrefix(strings.TrimPrefix(code, "net::"), "ERR_CERT_") {
		return result.Certificate
	}
	return result.BrowserErrorPage
}

// move navigates and keeps what it ended in.
func (r *run) move(ctx context.Context, within time.Duration, to func(context.Context) error) error {
	if err := r.sweep(ctx); err != nil {
		return err
	}
	r.moved, r.landing, r.last = r.pace.Mark(), nil, posui.State{}
	bounded, cancel := r.pace.Within(ctx, within)
	defer cancel()
	err := to(bounded)
	if failed, ok := chrome.IsBrowserPage(err); ok {
		r.landing = posui.Failf(errorPage(failed.Code), "%s", failed.Code)
		return nil
	}
	if errors.Is(err, chrome.ErrAborted) {
		return posui.Failf(result.Download, "%v: a download, or an answer without a body", err)
	}
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		r.landing = posui.Latef(result.Deadline, "no page at all came within %s", within)
		return nil
	}
	return err
}

// restartBrowser is the till switched off and on: a kiosk opens the POS's own
// address.
func (r *run) restartBrowser(ctx context.Context, do *scenario.RestartBrowser) error {
	if err := r.lab.restart(ctx, do.Killed); err != nil {
		return err
	}
	return r.navigate(ctx, r.home(), scenario.DefaultPageWithin)
}

// home is the POS's own address.
func (r *run) home() string { return fmt.Sprintf("%s/pos/ui/%d", r.lab.origin(), r.bench.Config) }

func (r *run) showProducts(ctx context.Context) error {
	screen, err := posui.ShowProducts(ctx, r.lab.page)
	if err == nil && scenario.Screen(screen) == scenario.ScreenOpening {
		r.unopened = true // from here on, until start-selling answers it
	}
	return err
}

func (r *run) startSelling(ctx context.Context) error {
	r.unopened = false
	return posui.OpenRegister(ctx, r.lab.page)
}

func (r *run) order(ctx context.Context, do *scenario.Order) error {
	sale := posui.Sale{Quantity: do.Quantity}
	var err error
	if sale.Product, err = r.fill(ctx, do.Product, r.bench.Config); err != nil {
		return err
	}
	if err = r.seat(ctx, do.Table, &sale); err != nil {
		return err
	}
	_, err = posui.OrderAtTable(ctx, r.lab.page, sale)
	return err
}

// seat sets the table that the scenario means: one that was free when it first
// came to it, since a guest's bill is not the scenario's to add to or to pay.
func (r *run) seat(ctx context.Context, meant int, sale *posui.Sale) error {
	if meant == 0 {
		return nil
	}
	id, known := r.tables[meant]
	if !known {
		var err error
		if id, err = posui.FreeTable(ctx, r.lab.page, slices.Collect(maps.Values(r.tables))); err != nil {
			return err
		}
		r.tables[meant] = id
	}
	sale.Table, sale.Fresh = id, !known
	return nil
}

func (r *run) sell(ctx context.Context, do *scenario.Sell) error {
	sale := posui.Sale{Quantity: do.Quantity}
	var err error
	if sale.Product, err = r.fill(ctx, do.Product, r.bench.Config); err != nil {
		return err
	}
	if sale.Payment, err = r.fill(ctx, do.Payment, r.bench.Config); err != nil {
		return err
	}
	r.unopened = false // selling passes the opening control
	if err = r.seat(ctx, do.Table, &sale); err != nil {
		return err
	}
	began := r.pace.Mark()
	order, err := posui.Sell(ctx, r.lab.page, sale)
	if took := r.pace.Since(began); do.Within != 0 && took.Had() > do.Within && r.lab.browser.Err() == nil {
		return posui.Latef(result.Deadline, "no receipt within %s, but after %s: %v", do.Within, took, err)
	}
	if err != nil {
		return err
	}
	r.sold = append(r.sold, order)
	return nil
}

//go:embed forget-caches.js
var forgetCachesJS string

// forget takes something out of the browser that it should not lose.
func (r *run) forget(ctx context.Context, do *scenario.Forget) error {
	var err error
	switch do.What {
	case scenario.Caches:
		err = r.lab.page.Call(ctx, forgetCachesJS, nil, nil)
	case scenario.SiteData:
		// An open page would write its data again.
		if err = r.lab.page.Navigate(ctx, "about:blank"); err == nil {
			err = r.lab.browser.ClearSite(ctx, r.lab.origin())
		}
	default:
		err = r.lab.page.Call(ctx, forgetJS, []any{string(do.What)}, nil)
	}
	if err != nil {
		return fmt.Errorf("emptying the browser's %s: %w", do.What, err)
	}
	return nil
}
