package verify

import (
	"context"
	"maps"
	"slices"

	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

var _ = does((*run).sell)

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
