package soak

import (
	"context"
	"slices"
	"time"
)

// shrinkWithin bounds the search for the shortest way to a failure.
const shrinkWithin = 10 * time.Minute

// shrink plays a failed stretch again on a till that was never here, with ever fewer
// steps, and tells the shortest that fails. One that fails no more needs what was there
// before it, or chance: that is told as well. What it sells counts for nothing.
func (d *day) shrink(ctx context.Context, steps []step) error {
	sales := d.sales
	defer func() { d.sales = sales }()
	until := time.Now().Add(shrinkWithin)
	fails := func(some []step) (failed bool, err error) {
		if err := d.begin(ctx); err != nil {
			return false, err
		}
		failed = d.play(ctx, some) != nil
		return failed, ctx.Err()
	}
	failed, err := fails(steps)
	if err != nil || !failed {
		if err == nil {
			d.logf("soak: played again by itself, it does not fail")
		}
		return err
	}
	told := d.actsInWords()
	for i := len(steps) - 1; i >= 0 && time.Now().Before(until); i-- {
		fewer := slices.Delete(slices.Clone(steps), i, i+1)
		failed, err := fails(fewer)
		if err != nil {
			return err
		}
		if failed {
			steps, told = fewer, d.actsInWords()
		}
	}
	d.logf("soak: the shortest way: %s", told)
	return nil
}
