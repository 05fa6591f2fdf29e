package outage

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"poswarm/internal/fault"
)

// envNoNamespace makes every gate do without a namespace.
const envNoNamespace = "POSWARM_NO_NAMESPACE"

// settleLimit bounds the wait for requests that a cut has aborted.
const settleLimit = 5 * time.Second

// The ways a gate works, as a report names them.
const (
	MethodGate  = "gate"
	MethodProxy = "proxy"
)

// placeholder is the proxy address in Chrome's flags until the helper knows the
// real one. It cannot be resolved, so a mistake cuts instead of leaking.
const placeholder = "http://poswarm-gate.invalid:1"

// Options say what a gate lets through.
type Options struct {
	// Target is the POS server. Only its scheme, host and port matter.
	Target *url.URL
	// RootCAs are what the certificate of an https target is verified against,
	// nil for those of the system. Insecure accepts any certificate.
	RootCAs  *x509.CertPool
	Insecure bool
	// NoNamespace keeps the gate from using a network namespace. The
	// environment variable POSWARM_NO_NAMESPACE=1 does the same.
	NoNamespace bool
	// Sealed makes a gate that never forwards anything, whatever it is told: for
	// a copy of a terminal's profile.
	Sealed bool
	Logger *slog.Logger
}

// Gate is the only way out for one browser at a time.
//
// It has more methods than a type should: half of them are what a check asks of it,
// and each of the others decides or counts under its one lock, so that no request is
// counted before a cut and sent after it. What needs no lock is apart: answers,
// connections, journal, upstream, the line and the trap.
type Gate struct {
	log       *slog.Logger
	scheme    string
	target    string // host:port
	sealed    bool
	answers   answerer
	reason    string
	space     space // nil without a namespace
	proxyFlag string
	server    *http.Server
	forward   *httputil.ReverseProxy
	upstream  upstream
	kept      []interface{ CloseIdleConnections() } // connections to the target
	tls       *tlsEnd
	journal   journal
	conns     connections
	running   sync.WaitGroup

	flaps sync.WaitGroup

	cut sync.Mutex // held by a whole change of the state, and by Close
	mu  sync.Mutex
	state
	asked  int // requests for the target since the last change
	served int
	failed error // why the last request found no target
	epoch  *epoch
	closed bool
}

// state is what a gate does with requests.
type state struct {
	fault fault.Name // in force now, empty for none
	only  string     // prefix of the paths that the gate answers itself, empty for none
	plan  fault.Plan // that was asked for
	line  *line      // nil for one as fast as it is
	trap  *Trap      // nil for none
	end   func()     // ends the clock of a flapping line
}

// epoch is the time between two changes of the fault. Its requests are aborted
// when it ends.
type epoch struct {
	ctx     context.Context
	end     context.CancelFunc
	pending sync.WaitGroup
	lookUps lookUps
}

func newEpoch() *epoch {
	ctx, end := context.WithCancel(context.Background())
	return &epoch{ctx: ctx, end: end}
}

// space is a network namespace whose only way out is a listener of ours.
type space interface {
	// wrap makes cmd start in a new namespace.
	wrap(cmd *exec.Cmd) error
	// link takes the cable of the present namespace out or puts it back.
	link(up bool) error
	close()
}

// Open starts a gate for one target. It first tries whether this machine lets
// us make network namespaces.
func Open(o Options) (*Gate, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	host, err := hostPort(o.Target)
	if err != nil {
		return nil, err
	}
	g := &Gate{log: o.Logger, scheme: o.Target.Scheme, target: host, sealed: o.Sealed, answers: answerer{newNonce()},
		epoch: newEpoch()}
	if g.upstream, err = upstreamOf(o.Target); err != nil {
		return nil, err
	}
	g.forward, g.kept = g.newForward(&tls.Config{RootCAs: o.RootCAs, InsecureSkipVerify: o.Insecure}) // asked for with --insecure
	g.server = g.watched(&http.Server{Handler: http.HandlerFunc(g.serveProxy), ErrorLog: g.quiet()})
	if g.scheme == "https" {
		if g.tls, err = newTLSEnd(o.Target.Hostname()); err != nil {
			return nil, err
		}
		g.serveTarget()
	}
	if o.NoNamespace || truthy(os.Getenv(envNoNamespace)) {
		g.reason = "namespaces were turned off"
	} else if g.space, err = newSpace(g); err != nil {
		g.space, g.reason = nil, err.Error()
	}
	if g.space != nil {
		g.proxyFlag = placeholder
		return g, nil
	}
	o.Logger.Debug("the gate works without a network namespace", "reason", g.reason)
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the gate: %w", err), g.Close())
	}
	g.proxyFlag = "http://" + l.Addr().String()
	g.serve(&ownListener{Listener: l, log: o.Logger})
	return g, nil
}

// hostPort returns the target as host:port.
func hostPort(u *url.URL) (string, error) {
	if u == nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("the gate needs an http or https address as target, not %q", fmt.Sprint(u))
	}
	return canonical(u.Host, u.Scheme), nil
}

// canonical adds the default port of the scheme.
func canonical(host, scheme string) string {
	host = strings.ToLower(host)
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	port := "80"
	if scheme == "https" {
		port = "443"
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}

// IsWay says whether an address to which the browser connected is the gate. In a
// namespace every loopback address is: it has no other machine.
func (g *Gate) IsWay(address string) bool {
	if g.space == nil {
		return address == g.address()
	}
	host, _, err := net.SplitHostPort(address)
	return err == nil && net.ParseIP(host).IsLoopback()
}

func truthy(s string) bool {
	v, err := strconv.ParseBool(s)
	return err == nil && v
}

func newNonce() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}

// serve takes connections from l until it is closed.
func (g *Gate) serve(l net.Listener) {
	g.running.Go(func() {
		err := g.server.Serve(&trackedListener{Listener: l, gate: g})
		if !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			g.log.Debug("the gate's listener ended", "error", err)
		}
	})
}

// Method returns "gate" when the browser runs in a network namespace, else
// "proxy".
func (g *Gate) Method() string {
	if g.space != nil {
		return MethodGate
	}
	return MethodProxy
}

// Reason says why there is no namespace, empty when there is one.
func (g *Gate) Reason() string { return g.reason }

// ProxyFlag is the value for Chrome's --proxy-server. With a namespace it is a
// placeholder that the helper replaces.
func (g *Gate) ProxyFlag() string { return g.proxyFlag }

// address is where a gate without a namespace listens.
func (g *Gate) address() string { return strings.TrimPrefix(g.proxyFlag, "http://") }

// TrustSPKI is the list for Chrome's --ignore-certificate-errors-spki-list. It
// is empty for an http target.
func (g *Gate) TrustSPKI() []string {
	if g.tls == nil {
		return nil
	}
	return []string{g.tls.spki}
}

// Wrap makes cmd, a Chrome that is about to start, run behind the gate. The
// fault in force holds from its first packet on. One gate serves one browser
// at a time: a Wrap takes the way out from the browser before.
func (g *Gate) Wrap(cmd *exec.Cmd) error {
	if g.space == nil {
		return nil
	}
	if err := g.space.wrap(cmd); err != nil {
		return fmt.Errorf("preparing the network namespace: %w", err)
	}
	return nil
}

// Nonce is in every body that the gate itself answers.
func (g *Gate) Nonce() string { return g.answers.nonce }

// Fault returns the fault that was asked for last, empty when nothing is cut.
func (g *Gate) Fault() fault.Name {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.plan.Fault.LetsThrough() {
		return g.plan.Fault
	}
	return g.fault
}

// InForce returns what a request meets now. It differs from [Gate.Fault] while
// a flapping line is up, and before and after a cut that comes after something.
func (g *Gate) InForce() fault.Name {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fault
}

// present is a request that nobody counts: what it meets, and the context that
// ends with that.
func (g *Gate) present() request {
	g.mu.Lock()
	defer g.mu.Unlock()
	return request{fault: g.fault, plan: g.plan, ours: true, epoch: g.epoch}
}

// CableOutNeedsEmulation reports whether the caller must override
// navigator.onLine for CableOut, because there is no link to take down.
func (g *Gate) CableOutNeedsEmulation() bool { return g.space == nil }

// Served counts the requests that were forwarded to the target since the last
// Cut (since Open before the first), those after a Restore too: every [Gate.Cut]
// starts it at 0, so what it says during a cut is what got past the cut. A
// websocket to an http target counts as the one tunnel that it is.
func (g *Gate) Served() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.served
}

// Trouble says why the last request that was let through did not find the
// target, nil when it did. The browser only sees a reset then.
func (g *Gate) Trouble() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.failed
}

// Cut puts a fault in force and sets Served to 0. When it returns, every
// connection is reset, the requests on their way have ended, and nothing more
// reaches the target. A fault that lets something through needs its measures,
// see [Gate.Follow].
func (g *Gate) Cut(f fault.Name) error { return g.Follow(fault.Plan{Fault: f}) }

// Follow puts a plan in force as [Gate.Cut] does a fault: everything is reset
// first, and Served is 0. A flapping line begins with being down.
func (g *Gate) Follow(p fault.Plan) error {
	if err := p.Check(); err != nil {
		return err
	}
	switch p.Fault {
	case fault.Slow:
		return g.change(state{fault: p.Fault, plan: p, line: newLine(p)})
	case fault.CutAfter:
		return g.change(state{plan: p, trap: newTrap(g, Trap{Fault: p.Off(), After: p.Requests, From: p.From, Bytes: p.Bytes, Call: p.Call})})
	case fault.Flapping:
		p.By = p.Off()
		return g.flap(p)
	}
	return g.change(state{fault: p.Fault, plan: p})
}

// Restore ends the fault. Served keeps counting from the last Cut.
func (g *Gate) Restore() error { return g.change(state{}) }

// change replaces what was asked for.
func (g *Gate) change(next state) error {
	g.cut.Lock()
	defer g.cut.Unlock()
	g.mu.Lock()
	end := g.end
	g.mu.Unlock()
	if end != nil {
		end()
	}
	return g.become(next, next.plan.Fault != "" || next.trap != nil)
}

// become resets everything and goes on as the next state says. The caller holds
// cut.
func (g *Gate) become(next state, anew bool) error {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return errors.New("the gate is closed")
	}
	old := g.epoch
	g.epoch = newEpoch()
	g.state = next
	if anew {
		g.asked, g.served = 0, 0
	}
	g.journal.changed(next.fault, next.only)
	conns := g.conns.open()
	g.mu.Unlock()

	err := g.settle(old, conns)
	if g.space != nil {
		if linkErr := g.space.link(next.fault != fault.CableOut); linkErr != nil {
			err = errors.Join(err, fmt.Errorf("switching the network link for %q: %w", next.fault, linkErr))
		}
	}
	g.log.Debug("the gate changed", "fault", string(next.fault), "reset", len(conns), "error", err)
	return err
}

// settle resets the connections of an ended epoch and waits for its requests.
func (g *Gate) settle(old *epoch, conns []net.Conn) error {
	old.end()
	for _, c := range conns {
		reset(c)
	}
	// When the requests have ended, since the last of them may leave a connection.
	defer func() {
		for _, t := range g.kept {
			t.CloseIdleConnections()
		}
	}()
	done := make(chan struct{})
	go func() {
		old.pending.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-time.After(settleLimit):
		return fmt.Errorf("waiting %v for the requests before the change to end", settleLimit)
	}
}

// Close resets everything and frees the namespace. A browser behind the gate
// has no way out any more.
func (g *Gate) Close() error {
	defer g.flaps.Wait() // without the lock, which they need to see their end
	g.cut.Lock()
	defer g.cut.Unlock()
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return nil
	}
	g.closed = true
	old, conns, end := g.epoch, g.conns.open(), g.end
	g.mu.Unlock()
	if end != nil {
		end()
	}
	err := g.server.Close()
	if g.tls != nil {
		err = errors.Join(err, g.tls.server.Close())
	}
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	if g.space != nil {
		g.space.close()
	}
	err = errors.Join(err, g.settle(old, conns))
	g.running.Wait()
	return err
}
