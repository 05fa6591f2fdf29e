package soak

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/fault"
	"poswarm/internal/odooui"
)

//go:embed js/ledger_cost.js
var ledgerCostJS string

// SaleCost is what sales without the server took.
type SaleCost struct {
	Name string
	// Paid are the times from the product screen to the receipt, sorted.
	Paid []time.Duration
	// Written are the times of the ledger's write that the receipt waits for, sorted;
	// empty where there is no ledger.
	Written []time.Duration
}

// SaleCosts sells so many times on tills that are cut off, in turns: on one without a
// ledger, on one with it, and on one whose ledger holds so many sales already. The
// folder dir gets their profiles.
func SaleCosts(ctx context.Context, dir string, rounds, held int) (_ []SaleCost, err error) {
	kinds := []struct {
		worker string
		held   int
	}{{demo.WorkerStockLike, 0}, {demo.WorkerPoswarm, 0}, {demo.WorkerPoswarm, held}}
	all, tills := make([]SaleCost, len(kinds)), make([]*terminal, len(kinds))
	for i, kind := range kinds {
		var shop *Shop
		if shop, err = NewDemo(ctx, kind.worker); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, shop.Close()) }()
		if tills[i], err = openTerminal(ctx, shop, fmt.Sprintf("%s-%d", dir, i)); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, tills[i].close()) }()
		all[i].Name = fmt.Sprintf("%s, %d sales wait", kind.worker, kind.held)
		if err := tills[i].cutWithSales(ctx, kind.held); err != nil {
			return nil, fmt.Errorf("%s: %w", all[i].Name, err)
		}
	}
	for range rounds {
		for i, t := range tills {
			if err := t.timeSale(ctx, &all[i]); err != nil {
				return nil, fmt.Errorf("%s: %w", all[i].Name, err)
			}
		}
	}
	for i := range all {
		slices.Sort(all[i].Paid)
		slices.Sort(all[i].Written)
	}
	return all, nil
}

// cutWithSales makes the till one that is ready and cut off, with so many sales that
// wait, none of them known to its page but one.
func (t *terminal) cutWithSales(ctx context.Context, held int) error {
	if err := t.logIn(ctx); err != nil {
		return err
	}
	if err := t.ready(ctx); err != nil {
		return err
	}
	if err := odooui.OpenRegister(ctx, t.page); err != nil {
		return err
	}
	if err := t.cut(ctx, fault.ServerDead); err != nil {
		return err
	}
	if _, err := odooui.Sell(ctx, t.page, odooui.Sale{}); err != nil {
		return err
	}
	if held > 0 {
		if err := t.page.Call(ctx, ledgerCostJS, []any{"fill", map[string]int{"entries": held}}, nil); err != nil {
			return fmt.Errorf("filling the ledger: %w", err)
		}
	}
	return t.page.Call(ctx, ledgerCostJS, []any{"watch", nil}, nil)
}

func (t *terminal) timeSale(ctx context.Context, cost *SaleCost) error {
	if err := odooui.Pick(ctx, t.page, odooui.Sale{}); err != nil {
		return err
	}
	began := time.Now()
	if _, err := odooui.Pay(ctx, t.page, odooui.Sale{}); err != nil {
		return err
	}
	cost.Paid = append(cost.Paid, time.Since(began))
	var written float64 // milliseconds
	if err := t.page.Call(ctx, ledgerCostJS, []any{"first", nil}, &written); err != nil {
		return err
	}
	if written > 0 {
		cost.Written = append(cost.Written, time.Duration(written*float64(time.Millisecond)))
	}
	return nil
}
