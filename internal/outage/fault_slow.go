package outage

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"poswarm/internal/fault"
)

// A burst is what a slow line passes at once: a tenth of a second's worth, and
// at least a packet.
const (
	burstsASecond = 10
	packet        = 1460
)

// line is a slow line that all connections of the browser share.
type line struct {
	latency  time.Duration
	burst    int
	up, down *rate.Limiter // nil for no limit
}

func newLine(p fault.Plan) *line {
	l := &line{latency: p.Latency}
	if p.Bandwidth > 0 {
		l.burst = max(int(p.Bandwidth/burstsASecond), packet)
		l.up = rate.NewLimiter(rate.Limit(p.Bandwidth), l.burst)
		l.down = rate.NewLimiter(rate.Limit(p.Bandwidth), l.burst)
	}
	return l
}

// travel waits as long as a request is on its way; false when it was lost.
func (l *line) travel(lost <-chan struct{}) bool {
	if l == nil {
		return true
	}
	return pause(l.latency, lost, nil)
}

// pause waits, unless one of the two channels is closed before; nil never is.
func pause(d time.Duration, first, second <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-first:
	case <-second:
	}
	return false
}

// shaped is the line in force and the context that ends with it; nil when the
// line is as fast as it is.
func (g *Gate) shaped() (*line, context.Context) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.line == nil || g.line.burst == 0 {
		return nil, nil
	}
	return g.line, g.epoch.ctx
}

// Read takes what the browser sent, at the pace of the line.
func (c *trackedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	// Looked at now: the line may have become slow while the first byte was
	// waited for.
	l, ctx := c.shaped()
	for left := n; l != nil && left > 0 && err == nil; left -= l.burst {
		err = l.up.WaitN(ctx, min(left, l.burst))
	}
	return n, err
}

// Write gives the browser an answer, at the pace of the line.
func (c *trackedConn) Write(p []byte) (n int, err error) {
	for {
		l, ctx := c.shaped()
		if l == nil {
			m, err := c.Conn.Write(p[n:])
			return n + m, err
		}
		part := min(l.burst, len(p)-n)
		if err := l.down.WaitN(ctx, part); err != nil {
			return n, err
		}
		m, err := c.Conn.Write(p[n : n+part])
		if n += m; err != nil || n == len(p) {
			return n, err
		}
	}
}

func (c *trackedConn) shaped() (*line, context.Context) {
	if !c.browser {
		return nil, nil // the target's own connections are not the shop's line
	}
	return c.gate.shaped()
}
