package outage

import (
	"log/slog"
	"net"
)

// ownListener is a listener on this machine that resets the connections of its
// other users: the proxy must not be a way for them to the target.
type ownListener struct {
	net.Listener
	log *slog.Logger
}

func (l *ownListener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		err = checkPeer(c)
		if err == nil {
			return c, nil
		}
		l.log.Warn("the gate refused a connection", "error", err)
		reset(c)
	}
}
