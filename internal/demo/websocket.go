package demo

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// websocket is the bus connection of a page. It ends when the page goes or the
// server stops.
func (s *Server) websocket(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // it has been answered
	}
	s.net.mu.Lock()
	if s.net.closed {
		_ = conn.CloseNow() // came while the server closes
	}
	s.net.sockets[conn] = struct{}{}
	s.net.mu.Unlock()
	l := s.bus.join()
	// the request's own context says nothing about a connection that was taken over
	ctx, cancel := context.WithCancel(context.Background())
	go s.deliver(ctx, conn, l)
	for {
		_, message, err := conn.Read(ctx)
		if err != nil {
			break // ends with the connection, whoever closes it
		}
		s.listen(l, message)
	}
	cancel()
	s.bus.leave(l)
	s.net.mu.Lock()
	delete(s.net.sockets, conn)
	s.net.mu.Unlock()
	_ = conn.CloseNow() // may be closed already
}

// listen reads what a page's bus worker says. Apart from subscriptions that is
// one zero byte a minute, by which it finds out whether the line still holds.
func (s *Server) listen(l *listener, message []byte) {
	var m struct {
		Event string `json:"event_name"`
		Data  struct {
			Channels []string
			Last     int
		}
	}
	if json.Unmarshal(message, &m) == nil && m.Event == "subscribe" {
		s.bus.subscribe(l, m.Data.Channels, m.Data.Last)
	}
}

// deliver sends a listener its news until the context ends.
func (s *Server) deliver(ctx context.Context, conn *websocket.Conn, l *listener) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.news:
		}
		if news := s.bus.unheard(l, s.now()); len(news) > 0 {
			_ = wsjson.Write(ctx, conn, news) // a broken line ends the reader
		}
	}
}
