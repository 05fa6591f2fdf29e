package verify

import (
	"context"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

var _ = does(stepScan)

// stepScan types a barcode and expects its product in the order.
func stepScan(ctx context.Context, r *run, do *scenario.Scan) error {
	code, err := r.fill(ctx, do.Barcode, r.bench.Config)
	if err != nil {
		return err
	}
	product, err := r.fill(ctx, do.Product, r.bench.Config)
	if err != nil {
		return err
	}
	return odooui.Scan(ctx, r.testbed.page, code, product)
}
