package demo

import (
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/http"
)

// websocketGUID is the constant of RFC 6455, section 1.3.
const websocketGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// websocket accepts the bus connection of a page and never says anything on
// it. It ends when the page goes or the server stops.
func (s *Server) websocket(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Sec-WebSocket-Key")
	if key == "" {
		http.Error(w, "this address speaks websocket only", http.StatusBadRequest)
		return
	}
	sum := sha1.Sum([]byte(key + websocketGUID))
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, err = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: "+base64.StdEncoding.EncodeToString(sum[:])+"\r\n\r\n")
	if err != nil {
		_ = conn.Close() // it is gone already
		return
	}
	if sw, ok := w.(*statusWriter); ok {
		sw.done = true
		sw.report(http.StatusSwitchingProtocols)
	}
	s.net.mu.Lock()
	if s.net.closed {
		_ = conn.Close() // came while the server closes
	}
	s.net.sockets[conn] = struct{}{}
	s.net.mu.Unlock()
	_, _ = io.Copy(io.Discard, conn) // ends with the connection, whoever closes it
	s.net.mu.Lock()
	delete(s.net.sockets, conn)
	s.net.mu.Unlock()
	_ = conn.Close() // may be closed already
}
