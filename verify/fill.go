package verify

import (
	"context"
	"strconv"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

// fill puts the values of this run in the place of variables.
func (r *run) fill(ctx context.Context, text string, config int) (string, error) {
	return scenario.Fill(text, func(name string) (string, error) {
		switch name {
		case scenario.VarConfig:
			return strconv.Itoa(config), nil
		case scenario.VarUser:
			return r.userName(ctx)
		}
		return r.productName(ctx)
	})
}

// userName is the log-in name of the run; as found only the page knows it.
func (r *run) userName(ctx context.Context) (string, error) {
	if r.bench.Login != "" {
		return r.bench.Login, nil
	}
	return odooui.Login(ctx, r.testbed.page)
}

// productName is asked for once, so that it names the same product all along.
func (r *run) productName(ctx context.Context) (string, error) {
	if r.product != "" {
		return r.product, nil
	}
	var err error
	r.product, err = odooui.PlainProduct(ctx, r.testbed.page)
	return r.product, err
}
