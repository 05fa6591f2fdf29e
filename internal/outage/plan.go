package outage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// Plan is a fault with its measures; those that do not concern it are ignored.
type Plan struct {
	Fault Fault
	// By is what a line that flaps or is cut off has then, see [Plan.Off]:
	// [ServerDead] when empty, [Status502] where requests are counted.
	By Fault
	// Latency is how long a request is on its way over a [Slow] line, and how
	// long a name takes to be not found under [DNSDead].
	Latency time.Duration
	// Bandwidth is that of a Slow line, in bytes a second each way, 0 for no
	// limit.
	Bandwidth int64
	// [CutAfter] comes after so many responses, numbered from the first one with
	// From in the path of its request, or so many bytes of bodies, or
	// with the response to a request in whose path Call is: the target has done
	// what was asked, and its answer is lost.
	Responses int
	From      string
	Bytes     int64
	Call      string
	// A [Flapping] line is Down and then Up for so long, over and over. Or every
	// so manieth request meets By, a fault that answers: a browser that lost a
	// connection it has used before asks once more by itself, and would spoil the
	// count.
	Down, Up time.Duration
	Every    int
}

// Off is what a line that flaps or is cut off has then.
func (p *Plan) Off() Fault {
	if p.By == "" && p.Every > 0 {
		return Status502
	}
	return cmp.Or(p.By, ServerDead)
}

// check completes the plan and refuses one that could not be followed.
func (p *Plan) check() error {
	if _, err := ParseFault(string(p.Fault)); err != nil {
		return err
	}
	if p.Fault == CutAfter || p.Fault == Flapping {
		p.By = p.Off()
		if _, err := ParseFault(string(p.By)); err != nil {
			return err
		}
		if p.By.LetsThrough() {
			return fmt.Errorf("a line does not go %s now and then", p.By)
		}
		if p.By == CableOut {
			return errors.New("nobody pulls a cable that often") // and the browser would have to be told without a namespace
		}
	}
	switch {
	case p.Fault == Slow && p.Latency <= 0 && p.Bandwidth <= 0:
		return errors.New("a slow line needs a latency or a bandwidth")
	case p.Fault == CutAfter && !exactlyOne(p.Responses > 0, p.Bytes > 0, p.Call != ""):
		return errors.New("a cut comes after a number of responses, a number of bytes or a call")
	case p.Fault == Flapping && p.Every == 0 && (p.Down <= 0 || p.Up <= 0):
		return errors.New("a flapping line needs its times down and up")
	case p.Fault == Flapping && (p.Every < 0 || p.Every == 1):
		return errors.New("every second request at most meets the fault")
	case p.Fault == Flapping && p.Every > 0 && p.By.Transport():
		return fmt.Errorf("requests under %s cannot be counted", p.By)
	}
	return nil
}

func exactlyOne(given ...bool) bool {
	n := 0
	for _, g := range given {
		if g {
			n++
		}
	}
	return n == 1
}

// Follow puts a plan in force as [Gate.Cut] does a fault: everything is reset
// first, and Served is 0. A flapping line begins with being down.
func (g *Gate) Follow(p Plan) error {
	if err := p.check(); err != nil {
		return err
	}
	switch p.Fault {
	case Slow:
		return g.change(state{fault: Slow, plan: p, line: newLine(p)})
	case CutAfter:
		return g.change(state{plan: p, trap: newTrap(Trap{Fault: p.By, After: p.Responses, From: p.From, Bytes: p.Bytes, Call: p.Call})})
	case Flapping:
		return g.flap(p)
	}
	return g.change(state{fault: p.Fault, plan: p})
}

// flap starts a line that goes down and up by the clock, or by counting.
func (g *Gate) flap(p Plan) error {
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
			select {
			case <-ctx.Done():
				return
			case <-time.After(span):
			}
			if !g.turn(ctx, p, !down) {
				return
			}
		}
	})
	return nil
}

// turn takes a flapping line up or down, unless its time is over.
func (g *Gate) turn(ctx context.Context, p Plan, down bool) bool {
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

// Happened is closed when a cut that was to come after something has come; nil
// under any other fault.
func (g *Gate) Happened() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.trap == nil {
		return nil
	}
	return g.trap.sprung
}
