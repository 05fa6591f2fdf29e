package pace

import (
	"context"
	"errors"
	"time"
)

// limited is a context whose deadline moves. It has a channel of its own: a
// context that is derived from it takes its error over then, where that of the
// inner one would say that somebody had cancelled it.
type limited struct {
	context.Context
	done chan struct{}
}

func (c *limited) Done() <-chan struct{} { return c.done }

func (c *limited) Err() error {
	select {
	case <-c.done:
	default:
		return nil
	}
	if _, late := errors.AsType[*Late](context.Cause(c.Context)); late {
		return context.DeadlineExceeded
	}
	return c.Context.Err()
}

// within makes the context of a time that began at the mark; ended is called at
// its end.
func (m *Meter) within(ctx context.Context, limit time.Duration, from Mark, ended func()) (context.Context, context.CancelFunc) {
	inner, cancel := context.WithCancelCause(ctx)
	c := &limited{inner, make(chan struct{})}
	timer := time.NewTimer(limit - time.Since(from.at))
	go func() {
		defer close(c.done)
		defer ended()
		defer timer.Stop()
		for {
			select {
			case <-inner.Done():
				return
			case <-timer.C:
			}
			spent := m.Since(from)
			left := limit - spent.Had()
			if left <= 0 || spent.Clock >= most*limit {
				cancel(&Late{limit, spent})
				return
			}
			timer.Reset(max(left, fresh))
		}
	}()
	return c, func() { cancel(nil) }
}
