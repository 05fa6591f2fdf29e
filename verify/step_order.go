package verify

import (
	"context"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

var _ = does(stepOrder)

func stepOrder(ctx context.Context, r *run, do *scenario.Order) error {
	sale := odooui.Sale{Quantity: do.Quantity}
	var err error
	if sale.Product, err = r.fill(ctx, do.Product, r.bench.Config); err != nil {
		return err
	}
	if err = r.sales.seat(ctx, do.Table, &sale); err != nil {
		return err
	}
	_, err = odooui.OrderAtTable(ctx, r.testbed.page, sale)
	return err
}
