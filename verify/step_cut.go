package verify

import (
	"context"
	"time"

	"poswarm/internal/fault"
	"poswarm/verify/scenario"
)

var _ = does((*run).cut)

// cut proves that the network works, cuts it and proves that it is gone.
func (r *run) cut(ctx context.Context, do *scenario.Cut) error {
	if err := r.endOfCut(ctx); err != nil {
		return err
	}
	if r.lab.gate.Fault() == "" {
		if err := r.control(ctx); err != nil {
			return err
		}
	}
	began := time.Now()
	if err := r.begin(ctx, do); err != nil {
		return err
	}
	r.outage, r.outageBegan, r.swept = do, began, false
	return nil
}

// begin puts the fault in force. Canaries prove what lets nothing through; they
// would count, and not always be lost, where requests get through, so there the
// gate's log is the proof, at the end.
func (r *run) begin(ctx context.Context, do *scenario.Cut) error {
	if do.Isolates() {
		if err := r.lab.cut(ctx, do.Plan); err != nil {
			return err
		}
		return r.canaries(ctx)
	}
	if do.Fault == fault.Flapping && do.Every == 0 {
		// What it is when it is down, for as long as the canaries take.
		if err := r.lab.cut(ctx, fault.Plan{Fault: do.Off()}); err != nil {
			return err
		}
		if err := r.canaries(ctx); err != nil {
			return err
		}
	}
	if err := r.lab.cut(ctx, do.Plan); err != nil || do.Fault != fault.Slow {
		return err
	}
	return r.control(ctx) // once more, over the slow line
}
