package outage

import (
	"net"

	"poswarm/internal/fault"
)

// A connection that was there before is read from already; what comes on it is
// answered no more than under a black hole.
var _ = meets(fault.HalfOpen, swallow)

// hold keeps a new connection that nobody reads from, until the next change of the
// fault resets it with all others. It returns one that came after such a change.
func (g *Gate) hold(c net.Conn) net.Conn {
	held := g.track(c, true)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fault == fault.HalfOpen && !g.closed {
		return nil
	}
	return held
}
