package outage

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/hint"
	"poswarm/internal/relay"
)

// dialLimit bounds a connection to the target, as a browser would.
const dialLimit = 30 * time.Second

// request is one question to the gate and what it decided.
type request struct {
	fault fault.Name
	plan  fault.Plan // that the fault is of
	line  *line
	// forward says that the target is asked. Then done must be called.
	forward bool
	// ours says that the question is for the target; control, that the gate
	// answers it itself.
	ours, control bool
	epoch         *epoch
	done          func()
	trap          *Trap // that counts the answer, nil for none
}

// admit decides about a request for host. The decision, the count and the
// membership in the epoch are one step, so that no request is counted before a
// cut and sent after it. path is "" for a tunnel, which cannot be
// looked into.
func (g *Gate) admit(host, path string) request {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := request{fault: g.fault, plan: g.plan, line: g.line, ours: host == g.target, epoch: g.epoch, trap: g.trap}
	if r.ours && g.plan.Fault == fault.Flapping && g.plan.Every > 0 {
		if g.asked++; g.asked%g.plan.Every == 0 {
			r.fault = g.plan.By
		}
	}
	if g.only != "" {
		r.fault, r.control = fault.ServerDead, r.ours && strings.HasPrefix(path, g.only)
		return r
	}
	if g.sealed && r.fault == "" {
		r.fault = fault.ServerDead
	}
	if !g.sealed && r.ours && (r.fault == "" || r.fault == fault.Slow) && !g.closed {
		r.forward = true
		g.served++
		g.epoch.pending.Add(1)
		r.done = g.epoch.pending.Done
	}
	return r
}

// passage is a request on its way to the target and back.
type passage struct {
	request
	entry int // number in the journal
	conn  net.Conn
}

// passageKey is the context key of a request's passage.
type passageKey struct{}

func passageOf(r *http.Request) *passage { return r.Context().Value(passageKey{}).(*passage) }

// newForward makes the part that forwards to the target, and the transports
// whose idle connections a cut must close.
func (g *Gate) newForward(secure *tls.Config) (*httputil.ReverseProxy, []interface{ CloseIdleConnections() }) {
	dial := (&net.Dialer{Timeout: dialLimit}).DialContext
	// The body must pass as it is.
	// A configuration for TLS of our own also means HTTP/1.1, which websockets
	// need.
	proxy := http.ProxyURL(g.upstream.proxy)
	safe := &http.Transport{Proxy: proxy, DialContext: dial, TLSClientConfig: secure, TLSHandshakeTimeout: dialLimit,
		DisableCompression: true, MaxIdleConnsPerHost: 32, IdleConnTimeout: 30 * time.Second}
	// A server may close an idle connection in the moment we use it. A GET is
	// then sent again, a POST cannot be, so it gets a new connection.
	once := &http.Transport{Proxy: proxy, DialContext: dial, TLSClientConfig: secure.Clone(), TLSHandshakeTimeout: dialLimit,
		DisableCompression: true, DisableKeepAlives: true}
	return &httputil.ReverseProxy{
		Rewrite:       func(p *httputil.ProxyRequest) { p.Out.Host = p.In.Host },
		FlushInterval: -1,
		Transport:     byMethod{safe: safe, once: once},
		ErrorLog:      g.quiet(),
		// Before the browser sees a byte of the answer the journal holds it:
		// who asks the journal about an answer must find it.
		ModifyResponse: func(r *http.Response) error {
			g.noteTarget(nil)
			p := passageOf(r.Request)
			if err := p.trap.head(p, r); err != nil {
				return err
			}
			g.journal.decide(p.entry, Forwarded, r.StatusCode)
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if p := passageOf(r); p.trap.hasSprung() {
				// Its answer is lost; what the browser gets is the fault's.
				g.reply(w, r, request{fault: p.trap.Fault, ours: true, epoch: p.trap.after}, p.entry)
				return
			}
			if r.Context().Err() == nil {
				g.noteTarget(err)
			}
			// A server that cannot be reached gives no answer; a made-up 502
			// would be a fault of its own.
			hijackAndReset(w)
		},
	}, []interface{ CloseIdleConnections() }{safe, once}
}

// quiet is a log for the parts of net/http.
func (g *Gate) quiet() *log.Logger { return slog.NewLogLogger(g.log.Handler(), slog.LevelDebug) }

// noteTarget notes whether the last request noteTarget the target.
func (g *Gate) noteTarget(err error) {
	if err != nil {
		err = explain(g.target, err)
		g.log.Debug("the gate could not forward", "error", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed = err
}

// ErrUntrusted is the end of a connection whose certificate was refused.
var ErrUntrusted = errors.New("not trusted")

// explain says in words why the target could not be asked.
func explain(target string, err error) error {
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return hint.Add(fmt.Errorf("the certificate of %s is %w: %w", target, ErrUntrusted, untrusted.Err),
			"give the certificate of its authority with --ca-file FILE, or accept any with --insecure")
	}
	return fmt.Errorf("asking %s: %w", target, err)
}

type byMethod struct{ safe, once *http.Transport }

func (t byMethod) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return t.safe.RoundTrip(r)
	}
	return t.once.RoundTrip(r)
}

// serveProxy handles what Chrome sends to its proxy: absolute addresses for
// http, CONNECT for https and websockets.
func (g *Gate) serveProxy(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodConnect:
		g.serveConnect(w, r)
	case r.URL.Host == "":
		// Not a question to a proxy. Somebody found the port.
		http.Error(w, "this is a proxy", http.StatusBadRequest)
	default:
		g.servePlain(w, r)
	}
}

func (g *Gate) servePlain(w http.ResponseWriter, r *http.Request) {
	host := canonical(r.URL.Host, "http")
	// An https target is never spoken to in the clear.
	if g.scheme != "http" {
		host += otherScheme
	}
	if r.URL.Hostname() == g.probeHost() {
		g.journal.decide(g.journal.add(host, r.Method, r.URL, ""), Answered, http.StatusOK)
		g.answers.control().write(w, r)
		return
	}
	g.serveRequest(w, r, host)
}

// otherScheme marks a host that was asked in the scheme that is not the target's.
const otherScheme = " (http)"

// serveRequest forwards a request whose address is complete, or does with it
// what the fault says.
func (g *Gate) serveRequest(w http.ResponseWriter, r *http.Request, host string) {
	q := g.admit(host, r.URL.Path)
	e := g.journal.add(host, r.Method, r.URL, q.fault)
	if !q.forward {
		g.reply(w, r, q, e)
		return
	}
	defer q.done()
	conn, _ := r.Context().Value(connKey{}).(net.Conn)
	p := &passage{request: q, entry: e, conn: conn}
	ctx, cancel := context.WithCancel(context.WithValue(r.Context(), passageKey{}, p))
	defer cancel()
	defer context.AfterFunc(q.epoch.ctx, cancel)()
	g.journal.decide(e, Forwarded, 0)
	if runsMethod(r) {
		g.journal.called(e, callOf(r))
	}
	if !q.line.travel(ctx.Done()) {
		hijackAndReset(w)
		return
	}
	relay.Keep(w)
	g.forward.ServeHTTP(w, r.WithContext(ctx))
}

// serveConnect handles https and websockets.
func (g *Gate) serveConnect(w http.ResponseWriter, r *http.Request) {
	host := canonical(r.Host, "https")
	if g.tls != nil && host == g.target {
		g.connectTarget(w, r)
		return
	}
	q := g.admit(host, "")
	e := g.journal.add(host, r.Method, nil, q.fault)
	switch {
	case q.forward:
		defer q.done()
		g.tunnel(w, q, host, e)
	case q.ours && !q.fault.Silent():
		// A websocket to an http target: the proxy in front of Odoo answers
		// its handshake with the status of the fault.
		a := g.answers.nginx(q.fault)
		g.journal.decide(e, Answered, a.status)
		a.write(w, r)
	default:
		g.reply(w, r, q, e)
	}
}

// tunnel connects the browser with the target until one of them, or a cut,
// ends it.
func (g *Gate) tunnel(w http.ResponseWriter, q request, host string, e int) {
	if !q.line.travel(q.epoch.ctx.Done()) {
		hijackAndReset(w)
		return
	}
	ctx, cancel := context.WithTimeout(q.epoch.ctx, dialLimit)
	defer cancel()
	up, err := g.upstream.dial(ctx, host)
	if err != nil {
		g.journal.decide(e, Forwarded, http.StatusBadGateway)
		hijackAndReset(w)
		return
	}
	up = g.track(up, false)
	defer up.Close()
	down, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	defer context.AfterFunc(q.epoch.ctx, func() { reset(down); reset(up) })()
	g.journal.decide(e, Forwarded, http.StatusOK)
	if _, err := io.WriteString(down, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { pass(up, buf.Reader) })
	both.Go(func() { pass(down, up) })
	both.Wait()
}

// pass copies until the end and tells the receiver about it: an orderly end as
// such, anything else as a reset.
func pass(dst net.Conn, src io.Reader) {
	_, err := io.Copy(dst, src)
	half, ok := dst.(interface{ CloseWrite() error })
	if err != nil || !ok || half.CloseWrite() != nil {
		reset(dst)
	}
}

// hijackAndReset gives no answer at all.
func hijackAndReset(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// Part of the answer is out: end it in the middle.
		panic(http.ErrAbortHandler)
	}
	reset(c)
}

// bufferedConn is a connection some bytes of which were read ahead.
type bufferedConn struct {
	net.Conn
	r *bufio.Reader
}

func (c *bufferedConn) Read(p []byte) (int, error) { return c.r.Read(p) }
