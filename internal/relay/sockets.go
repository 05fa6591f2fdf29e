package relay

import (
	"net"
	"net/http"
	"sync"
)

// Sockets are the connections of a server that its proxy has taken over, those of a
// bus: the server closes all others and forgets these.
type Sockets struct {
	mu    sync.Mutex
	conns []net.Conn
}

// Note is for [http.Server.ConnState].
func (s *Sockets) Note(conn net.Conn, state http.ConnState) {
	if state == http.StateHijacked {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.conns = append(s.conns, conn)
	}
}

// Close closes those that are there.
func (s *Sockets) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.conns {
		_ = conn.Close() // the page may have closed it
	}
	s.conns = nil
}
