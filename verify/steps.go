package verify

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/outage"
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
		config := r.config(do.Config)
		return r.navigate(ctx, r.lab.origin()+do.Resolve(config))
	case *scenario.Reload:
		return r.reload(ctx)
	case *scenario.RestartBrowser:
		return r.restartBrowser(ctx)
	case *scenario.Cut:
		return r.cut(ctx, outage.Fault(do.Fault))
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
		sale := posui.Sale{Product: do.Product, Quantity: do.Quantity, Table: do.Table}
		_, err := posui.OrderAtTable(ctx, r.lab.page, sale)
		return err
	case *scenario.UpgradeServer:
		return r.bench.Control.Upgrade(ctx)
	case *scenario.RestartServer:
		return r.bench.Control.Restart(ctx)
	case *scenario.Forget:
		return r.forget(ctx, do)
	case *scenario.Note:
		return nil
	}
	return fmt.Errorf("this version cannot do the step %q", step.Kind)
}

func (r *run) config(which scenario.Config) int {
	if which == scenario.Other {
		return r.bench.Other
	}
	return r.bench.Config
}

// navigate goes to an address. Chrome's own error page is no error here: the
// next expectation judges it.
func (r *run) navigate(ctx context.Context, url string) error {
	return r.move(func() error { return r.lab.page.Navigate(ctx, url) })
}

func (r *run) reload(ctx context.Context) error {
	return r.move(func() error { return r.lab.page.Reload(ctx) })
}

// move navigates and keeps what it ended in.
func (r *run) move(to func() error) error {
	r.moved, r.landing, r.last = time.Now(), nil, posui.State{}
	err := to()
	if failed, ok := chrome.IsBrowserPage(err); ok {
		r.landing = posui.Failf(result.BrowserErrorPage, "%s", failed.Code)
		return nil
	}
	if errors.Is(err, chrome.ErrAborted) {
		return posui.Failf(result.Download, "%v: a download, or an answer without a body", err)
	}
	return err
}

// restartBrowser is the till switched off and on: a kiosk opens the POS's own
// address.
func (r *run) restartBrowser(ctx context.Context) error {
	if err := r.lab.restart(ctx); err != nil {
		return err
	}
	return r.navigate(ctx, fmt.Sprintf("%s/pos/ui/%d", r.lab.origin(), r.bench.Config))
}

func (r *run) showProducts(ctx context.Context) error {
	_, err := posui.ShowProducts(ctx, r.lab.page)
	return err
}

func (r *run) startSelling(ctx context.Context) error {
	return posui.OpenRegister(ctx, r.lab.page)
}

func (r *run) sell(ctx context.Context, do *scenario.Sell) error {
	sale := posui.Sale{Product: do.Product, Payment: do.Payment, Quantity: do.Quantity, Table: do.Table}
	began := time.Now()
	order, err := posui.Sell(ctx, r.lab.page, sale)
	if took := time.Since(began); do.Within != 0 && took > do.Within && r.lab.browser.Err() == nil {
		return posui.Failf(result.Deadline, "no receipt within %s, but after %s: %v", do.Within, took.Round(time.Millisecond), err)
	}
	if err != nil {
		return err
	}
	r.sold = append(r.sold, order)
	return nil
}

// forget empties a database of the page, as Odoo itself does now and then.
func (r *run) forget(ctx context.Context, do *scenario.Forget) error {
	if err := r.lab.page.Call(ctx, forgetJS, []any{string(do.What)}, nil); err != nil {
		return fmt.Errorf("emptying the browser's %s database: %w", do.What, err)
	}
	return nil
}
