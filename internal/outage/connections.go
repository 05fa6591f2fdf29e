package outage

import (
	"crypto/tls"
	"io"
	"maps"
	"net"
	"slices"
	"sync"

	"poswarm/internal/fault"
)

// connections are those of the browser and to the target that are open, so that a
// cut can reset them.
type connections struct {
	mu   sync.Mutex
	live map[net.Conn]struct{}
	rest map[net.Conn]struct{} // those of the browser without a request
}

// resting notes whether a connection of the browser has a request.
func (c *connections) resting(conn net.Conn, rests bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rest == nil {
		c.rest = make(map[net.Conn]struct{})
	}
	if rests {
		c.rest[conn] = struct{}{}
	} else {
		delete(c.rest, conn)
	}
}

// idle returns those of the browser without a request.
func (c *connections) idle() []net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Collect(maps.Keys(c.rest))
}

func (c *connections) add(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.live == nil {
		c.live = make(map[net.Conn]struct{})
	}
	c.live[conn] = struct{}{}
}

func (c *connections) forget(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.live, conn)
}

// open returns those that are open now.
func (c *connections) open() []net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Collect(maps.Keys(c.live))
}

// trackedListener registers each connection, so that a cut can reset it.
type trackedListener struct {
	net.Listener
	gate *Gate
}

func (l *trackedListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		switch l.gate.InForce() {
		case fault.Refused:
			// A closed listener could not come back inside a namespace. Seen from
			// the browser this is the same: no byte was ever read.
			reset(c)
		case fault.HalfOpen:
			if c = l.gate.hold(c); c != nil {
				return c, nil
			}
		default:
			return l.gate.track(c, true), nil
		}
	}
}

type trackedConn struct {
	net.Conn
	gate    *Gate
	browser bool // it comes from the browser, by the line that may be slow
}

// track remembers c until it is closed.
func (g *Gate) track(c net.Conn, browser bool) net.Conn {
	t := &trackedConn{Conn: c, gate: g, browser: browser}
	g.conns.add(t)
	return t
}

func (c *trackedConn) Close() error {
	c.gate.conns.forget(c)
	return c.Conn.Close()
}

// CloseWrite lets a tunnel pass on that one side has finished.
func (c *trackedConn) CloseWrite() error {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		return t.CloseWrite()
	}
	return io.ErrClosedPipe
}

// reset ends c the hard way: the other side sees a reset, not an orderly end.
func reset(c net.Conn) {
	for {
		switch v := c.(type) {
		case *net.TCPConn:
			_ = v.SetLinger(0)
			_ = v.Close()
			return
		case *tls.Conn:
			c = v.NetConn() // without the orderly end that TLS has
		case *bufferedConn:
			c = v.Conn
		case *trackedConn:
			v.gate.conns.forget(v)
			c = v.Conn
		default:
			_ = c.Close()
			return
		}
	}
}
