package demo

import (
	"slices"
	"sync"
	"time"
)

// busWindow is how far back a listener hears that does not know where it left
// off: TIMEOUT in bus/models/bus.py.
const busWindow = 50 * time.Second

const busPath = "/websocket"

// notification is what was told on a channel once, a row of Odoo's bus_bus.
type notification struct {
	id      int
	at      time.Time
	channel string
	message record
}

// bus holds everything that was told, so that who was away can still hear it.
// Odoo forgets after a day; no demo lasts that long.
type bus struct {
	mu        sync.Mutex
	told      []notification // the one at i has the id i+1
	listeners map[*listener]struct{}
}

// listener is one connection to the bus.
type listener struct {
	channels []string
	last     int           // the id it heard last, 0 for none
	news     chan struct{} // holds one when there may be something to hear
}

func newBus() *bus { return &bus{listeners: map[*listener]struct{}{}} }

func (b *bus) join() *listener {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := &listener{news: make(chan struct{}, 1)}
	b.listeners[l] = struct{}{}
	return l
}

func (b *bus) leave(l *listener) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.listeners, l)
}

// tell keeps a message and wakes who listens on its channel.
func (b *bus) tell(now time.Time, channel string, message record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, notification{len(b.told) + 1, now, channel, message})
	for l := range b.listeners {
		if slices.Contains(l.channels, channel) {
			l.wake()
		}
	}
}

// history is all that was told.
func (b *bus) history() []notification {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.told)
}

// forget goes back to a history.
func (b *bus) forget(told []notification) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = slices.Clone(told)
}

// subscribe replaces the channels of a listener. What it says it heard last
// counts once, later the server knows better (Websocket.subscribe in
// bus/websocket.py); an id that was never given is of another database.
func (b *bus) subscribe(l *listener, channels []string, last int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l.channels = channels
	if l.last == 0 && 0 < last && last <= len(b.told) {
		l.last = last
	}
	l.wake()
}

// unheard gives, in the form of the wire, what a listener has not heard, which
// it then has.
func (b *bus) unheard(l *listener, now time.Time) []record {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []record
	known := min(l.last, len(b.told)) // Renew takes back what was told
	for _, n := range b.told[known:] {
		if !slices.Contains(l.channels, n.channel) || known == 0 && now.Sub(n.at) > busWindow {
			continue
		}
		out = append(out, record{"id": n.id, "message": n.message})
		l.last = n.id
	}
	return out
}

func (l *listener) wake() {
	select {
	case l.news <- struct{}{}:
	default: // it will look anyway
	}
}

// notify tells the tills of a POS: pos_bus_mixin's _notify, whose channel is
// the POS's access token and which repeats it in the name of the message.
func (s *Server) notify(c *posConfig, name string, payload record) {
	s.bus.tell(s.now(), c.token, record{"type": c.token + "-" + name, "payload": payload})
}
