package verify

import (
	"context"

	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

var _ = does(stepSell)

func stepSell(ctx context.Context, r *run, do *scenario.Sell) error {
	sale := odooui.Sale{Quantity: do.Quantity}
	var err error
	if sale.Product, err = r.fill(ctx, do.Product, r.bench.Config); err != nil {
		return err
	}
	if sale.Payment, err = r.fill(ctx, do.Payment, r.bench.Config); err != nil {
		return err
	}
	r.baseline.unopened = false // selling passes the opening control
	if err = r.sales.seat(ctx, do.Table, &sale); err != nil {
		return err
	}
	began := r.tab.pace.Mark()
	order, err := odooui.Sell(ctx, r.testbed.page, sale)
	if took := r.tab.pace.Since(began); do.Within != 0 && took.Had() > do.Within && r.testbed.browser.Err() == nil {
		return odooui.Latef(result.Deadline, "no receipt within %s, but after %s: %v", do.Within, took, err)
	}
	if err != nil {
		return err
	}
	r.sales.sold = append(r.sales.sold, order)
	return nil
}
