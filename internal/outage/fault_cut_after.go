package outage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"poswarm/internal/fault"
)

// Trap is a cut that the traffic itself sets off: after so many responses, or in
// the middle of the last of them. Responses are numbered in the order in which
// their heads come from the target, from [Gate.Set] on; websockets do not count.
//
// Of the numbered ones every byte reaches the browser, but of the last one
// only the first half when the cut is in its body. Of any other response no
// byte does. So a sweep meets each moment of a load once, however fast the
// machine is.
type Trap struct {
	// Fault is in force from the cut on.
	Fault fault.Name
	// After is the number of the last response, at least 1; 0 when Bytes or Call
	// says when.
	After int
	// Bytes is how many bytes of bodies reach the browser, of all responses
	// together.
	Bytes int64
	// Call is part of a path: the response to the first request of that path is
	// withheld, and those before it are not numbered.
	Call string
	// From is part of a path: numbering begins with the response to the first
	// request of that path, and those before it pass. A browser asks by itself, at
	// times of its own, for its worker's script or an icon.
	From string
	// InBody cuts in the middle of the last body. A response without a body
	// has no middle: not even its head is handed on.
	InBody bool

	sprung chan struct{}
	after  *epoch // that of the cut
	gate   *Gate
	// The lock of the gate guards the rest.
	begun   int
	passed  int64                 // bytes of bodies, when they count
	running map[net.Conn]struct{} // connections with a numbered response under way
	halfway bool                  // the last body has reached its middle
}

// errCutOff ends a response that the cut took.
var errCutOff = errors.New("connection cut by the test")

// Set resets everything, as a cut does, sets Served to 0, and lets requests
// through until the trap springs. A trap that is set again, or one before that
// did not spring, is forgotten.
func (g *Gate) Set(t Trap) (*Trap, error) {
	row, err := fault.Parse(string(t.Fault))
	if err != nil {
		return nil, err
	}
	if !fault.ByAny.Allows(row) {
		return nil, fmt.Errorf("fault %s cannot begin after a response", t.Fault)
	}
	if t.After < 1 {
		return nil, fmt.Errorf("the number of responses must be positive, not %d", t.After)
	}
	set := newTrap(g, t)
	return set, g.change(state{trap: set})
}

func newTrap(g *Gate, t Trap) *Trap {
	return &Trap{gate: g, Fault: t.Fault, After: t.After, Bytes: t.Bytes, Call: t.Call, From: t.From, InBody: t.InBody,
		sprung: make(chan struct{}), running: make(map[net.Conn]struct{})}
}

// Sprung is closed when the fault has come into force.
func (t *Trap) Sprung() <-chan struct{} { return t.sprung }

// Begun counts the responses so far.
func (t *Trap) Begun() int {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	return t.begun
}

// hasSprung reports whether the trap took the answers that are not there yet.
func (t *Trap) hasSprung() bool {
	if t == nil {
		return false
	}
	select {
	case <-t.sprung:
		return true
	default:
		return false
	}
}

// head numbers a response whose head has come. It returns an error for one that
// the browser must not see, once the trap has sprung.
func (t *Trap) head(p *passage, r *http.Response) error {
	if t == nil || r.StatusCode == http.StatusSwitchingProtocols {
		return nil
	}
	if t.Call != "" {
		return t.called(p, r)
	}
	g := t.gate
	g.mu.Lock()
	if t.Bytes > 0 {
		t.begun++
		g.mu.Unlock()
		r.Body = &meteredBody{ReadCloser: r.Body, trap: t, passage: p}
		return nil
	}
	if t.begun == 0 && !strings.Contains(r.Request.URL.Path, t.From) {
		g.mu.Unlock()
		return nil
	}
	if t.begun == t.After {
		g.mu.Unlock()
		return t.withhold(p)
	}
	t.begun++
	last := t.begun == t.After
	if !last || !t.InBody {
		t.running[p.conn] = struct{}{}
		g.mu.Unlock()
		return nil
	}
	g.mu.Unlock()
	// Read outside the lock: a response may take long.
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil || len(body) == 0 {
		t.reachMiddle()
		return t.withhold(p)
	}
	r.Body = &halfBody{half: bytes.NewReader(body[:len(body)/2]), trap: t, passage: p}
	return nil
}

// called springs the trap with the response to a certain call.
func (t *Trap) called(p *passage, r *http.Response) error {
	if !strings.Contains(r.Request.URL.Path, t.Call) {
		return nil
	}
	g := t.gate
	g.mu.Lock()
	if g.trap == t && !t.hasSprung() {
		t.spring()
	}
	g.mu.Unlock()
	return t.withhold(p)
}

// withhold keeps a response back until the trap has sprung.
func (t *Trap) withhold(p *passage) error {
	select {
	case <-t.sprung:
	case <-p.epoch.ctx.Done(): // springing ends it too; so does any other change
	}
	return errCutOff
}

// halfBody is the first half of a body. When it has been handed on, which is
// when more is asked for, the trap may spring.
type halfBody struct {
	half    *bytes.Reader
	trap    *Trap
	passage *passage
}

// Read hands out the half, waits for the cut, and then does to the connection
// what the fault does.
func (b *halfBody) Read(p []byte) (int, error) {
	if b.half.Len() > 0 {
		return b.half.Read(p)
	}
	b.trap.reachMiddle()
	err := b.trap.withhold(b.passage)
	if b.trap.Fault.Hangs() && b.trap.hasSprung() {
		<-b.trap.after.ctx.Done() // the rest never comes
	}
	reset(b.passage.conn)
	return 0, err
}

// Close ends a body that nobody reads on.
func (b *halfBody) Close() error {
	b.trap.reachMiddle()
	return nil
}

// meteredBody is a body whose bytes count. Those over the number are dropped,
// so that exactly so many leave the gate, however many bodies there are.
type meteredBody struct {
	io.ReadCloser
	trap    *Trap
	passage *passage
}

func (b *meteredBody) Read(p []byte) (int, error) {
	if b.trap.hasSprung() {
		return b.gone()
	}
	n, err := b.ReadCloser.Read(p)
	if n = b.trap.meter(n); n == 0 && b.trap.hasSprung() {
		return b.gone()
	}
	return n, err
}

// gone does to the connection what the fault does in the middle of a body.
func (b *meteredBody) gone() (int, error) {
	if b.trap.Fault.Hangs() {
		<-b.trap.after.ctx.Done() // the rest never comes
	}
	reset(b.passage.conn)
	return 0, errCutOff
}

// meter counts n bytes and returns how many of them may pass. The trap springs
// with the first that may not.
func (t *Trap) meter(n int) int {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	may := int(min(int64(n), t.Bytes-t.passed))
	t.passed += int64(may)
	if may < n && g.trap == t && !t.hasSprung() {
		t.spring()
	}
	return may
}

func (t *Trap) reachMiddle() {
	g := t.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	t.halfway = true
	t.springIfDue()
}

// connKey is the context key of the connection of a request.
type connKey struct{}

// watched makes a server tell when a response has left it to its last byte.
func (g *Gate) watched(s *http.Server) *http.Server {
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, c)
	}
	s.ConnState = func(c net.Conn, state http.ConnState) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.conns.resting(c, state == http.StateIdle || state == http.StateNew)
		if t := g.trap; t != nil && (state == http.StateIdle || state == http.StateClosed) {
			delete(t.running, c)
			t.springIfDue()
		}
	}
	return s
}

// springIfDue puts the fault of a trap in force when its last response is over.
// The caller holds mu, so that no request is let through by the old rule and
// counted by the new one.
func (t *Trap) springIfDue() {
	if t.gate.trap != t || t.After == 0 || t.hasSprung() || t.begun < t.After || len(t.running) > 0 || t.InBody && !t.halfway {
		return
	}
	t.spring()
}

// spring puts the fault of a trap in force. The caller holds mu.
func (t *Trap) spring() {
	g := t.gate
	old := g.epoch
	g.epoch = newEpoch()
	g.fault, g.served = t.Fault, 0
	g.journal.changed(t.Fault, "")
	t.after = g.epoch
	close(t.sprung)
	// Ends the requests to the target that are under way, in this order: they
	// look at sprung when they have ended.
	old.end()
	if t.Fault.Silent() && !t.Fault.Hangs() {
		for _, c := range g.conns.idle() {
			// In order, since a reset would take bytes of the last response
			// that are still in the kernel. What is under way is reset by its
			// own handler.
			go func() { _ = c.Close() }()
		}
	}
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
