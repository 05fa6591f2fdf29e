package outage

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"
)

// dialLimit bounds a connection to the target, as a browser would.
const dialLimit = 30 * time.Second

// request is one question to the gate and what it decided.
type request struct {
	fault Fault
	// forward says that the target is asked. Then done must be called.
	forward bool
	// ours says that the question is for the target.
	ours bool
	ctx  context.Context
	done func()
}

// admit decides about a request for host. The decision, the count and the
// membership in the epoch are one step, so that no request is counted before a
// cut and sent after it. path is "" for a tunnel, which cannot be looked into.
func (g *Gate) admit(host, path string) request {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := request{fault: g.fault, ours: host == g.target, ctx: g.epoch.ctx}
	if g.only != "" && !strings.HasPrefix(path, g.only) {
		r.fault = ServerDead
		return r
	}
	if r.ours && g.fault == "" && !g.closed {
		r.forward = true
		g.served++
		g.epoch.pending.Add(1)
		r.done = g.epoch.pending.Done
	}
	return r
}

// newForward makes the part that forwards to the target, and the transports
// whose idle connections a cut must close.
func newForward() (*httputil.ReverseProxy, []interface{ CloseIdleConnections() }) {
	dial := (&net.Dialer{Timeout: dialLimit}).DialContext
	// The body must pass as it is, and no proxy of the environment may answer.
	safe := &http.Transport{DialContext: dial, DisableCompression: true, MaxIdleConnsPerHost: 32, IdleConnTimeout: 30 * time.Second}
	// A server may close an idle connection in the moment we use it. A GET is
	// then sent again, a POST cannot be, so it gets a new connection.
	once := &http.Transport{DialContext: dial, DisableCompression: true, DisableKeepAlives: true}
	return &httputil.ReverseProxy{
		Rewrite:       func(p *httputil.ProxyRequest) { p.Out.Host = p.In.Host },
		FlushInterval: -1,
		Transport:     byMethod{safe: safe, once: once},
		ErrorLog:      nil,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			// A server that cannot be reached gives no answer; a made-up 502
			// would be a fault of its own.
			hijackAndReset(w)
		},
	}, []interface{ CloseIdleConnections() }{safe, once}
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
		host += " (http)"
	}
	q := g.admit(host, r.URL.Path)
	e := g.journal.add(host, r.Method, r.URL, q.fault)
	if !q.forward {
		g.reply(w, r, q, e)
		return
	}
	defer q.done()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(q.ctx, cancel)()
	g.journal.decide(e, Forwarded, 0)
	rec := &statusWriter{ResponseWriter: w}
	defer func() { g.journal.decide(e, Forwarded, rec.status) }()
	g.forward.ServeHTTP(rec, r.WithContext(ctx))
}

// reply answers a request that is not forwarded.
func (g *Gate) reply(w http.ResponseWriter, r *http.Request, q request, e int) {
	var a answer
	switch {
	case q.fault.Transport():
		a = noAnswer
	case q.fault == Portal:
		a = g.portal()
	case !q.ours:
		a = g.refusal()
	case q.fault == LoginRedirect:
		a = g.login(r)
	default:
		a = g.nginx(q.fault)
	}
	if a.status == 0 {
		g.journal.decide(e, Refused, 0)
		hijackAndReset(w)
		return
	}
	action := Answered
	if !q.ours {
		action = Refused
	}
	g.journal.decide(e, action, a.status)
	a.write(w, r)
}

// serveConnect handles https and websockets.
func (g *Gate) serveConnect(w http.ResponseWriter, r *http.Request) {
	host := canonical(r.Host, "https")
	q := g.admit(host, "")
	e := g.journal.add(host, r.Method, nil, q.fault)
	switch {
	case q.forward:
		defer q.done()
		g.tunnel(w, q, host, e)
	case q.ours && g.tls != nil && !q.fault.Transport():
		g.journal.decide(e, Answered, http.StatusOK)
		g.serveTLS(w)
	case q.ours && !q.fault.Transport():
		// A websocket to an http target: the proxy in front of Odoo answers
		// its handshake with the status of the fault.
		a := g.nginx(q.fault)
		g.journal.decide(e, Answered, a.status)
		a.write(w, r)
	default:
		g.reply(w, r, q, e)
	}
}

// tunnel connects the browser with the target until one of them, or a cut,
// ends it.
func (g *Gate) tunnel(w http.ResponseWriter, q request, host string, e int) {
	ctx, cancel := context.WithTimeout(q.ctx, dialLimit)
	defer cancel()
	up, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		g.journal.decide(e, Forwarded, http.StatusBadGateway)
		hijackAndReset(w)
		return
	}
	up = g.track(up)
	defer up.Close()
	down, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	defer context.AfterFunc(q.ctx, func() { reset(down); reset(up) })()
	g.journal.decide(e, Forwarded, http.StatusOK)
	if _, err := io.WriteString(down, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { pass(up, buf.Reader) })
	both.Go(func() { pass(down, up) })
	both.Wait()
}

// pass copies until the end and tells the receiver about it.
func pass(dst net.Conn, src io.Reader) {
	_, err := io.Copy(dst, src)
	half, ok := dst.(interface{ CloseWrite() error })
	if err != nil || !ok || half.CloseWrite() != nil {
		_ = dst.Close()
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

// statusWriter notes the status that the target answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(status int) {
	if s.status == 0 || s.status < 200 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// bufferedConn is a connection some bytes of which were read ahead.
type bufferedConn struct {
	net.Conn
	r *bufio.Reader
}

func (c *bufferedConn) Read(p []byte) (int, error) { return c.r.Read(p) }
