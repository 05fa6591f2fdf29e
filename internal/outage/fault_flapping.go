package outage

import (
	"context"

	"poswarm/internal/fault"
	"poswarm/internal/pace"
)

// flap starts a line that goes down and up by the clock, or by counting.
func (g *Gate) flap(p fault.Plan) error {
	if p.Every > 0 {
		return g.change(state{plan: p})
	}
	ctx, end := context.WithCancel(context.Background())
	if err := g.change(state{fault: p.By, plan: p, end: end}); err != nil {
		end()
		return err
	}
	g.flaps.Go(func() {
		for down := true; ; down = !down {
			span := p.Up
			if down {
				span = p.Down
			}
			if pace.Sleep(ctx, span) != nil || !g.turn(ctx, p, !down) {
				return
			}
		}
	})
	return nil
}

// turn takes a flapping line up or down, unless its time is over.
func (g *Gate) turn(ctx context.Context, p fault.Plan, down bool) bool {
	g.cut.Lock()
	defer g.cut.Unlock()
	if ctx.Err() != nil {
		return false
	}
	g.mu.Lock()
	next := g.state
	g.mu.Unlock()
	next.fault = ""
	if down {
		next.fault = p.By
	}
	if err := g.become(next, false); err != nil {
		g.log.Debug("a flapping line", "down", down, "error", err)
	}
	return true
}
