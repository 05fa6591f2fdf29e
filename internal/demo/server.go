// Package demo is a small Point of Sale server that speaks the wire protocol of
// Odoo 19: what a browser, the service worker and poswarm itself see of a real
// one. It lives in memory and is meant for demonstrations and tests.
package demo

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"poswarm/internal/hint"
	"poswarm/internal/pace"
)

//go:generate go run ./bundle

// The workers that a demo can serve.
const (
	WorkerPoswarm      = "poswarm"       // the addon's worker, first-visit script and page module
	WorkerStockLike    = "stock-like"    // behaves as the worker of an untouched Odoo 19
	WorkerUpstreamLike = "upstream-like" // behaves as the worker of a newer branch of Odoo
)

// Workers lists them.
func Workers() []string { return []string{WorkerPoswarm, WorkerStockLike, WorkerUpstreamLike} }

// The builds of Odoo that a demo can behave as.
const (
	Odoo19     = "19.0"         // of February 2026
	Odoo19June = "19.0-2026-06" // of June 2026: orders that wait do not come back offline
)

// Odoos lists them.
func Odoos() []string { return []string{Odoo19, Odoo19June} }

// Options of a demo server; the zero value is usable.
type Options struct {
	Odoo        string        // one of Odoos, default Odoo19
	Listen      string        // default "127.0.0.1:0"
	Products    int           // product variants, default 47, at most MaxProducts
	NoBarcodes  bool          // no product has one
	Worker      string        // one of Workers, default WorkerPoswarm
	RotateAfter time.Duration // age at which a log-in gets a new session id, default 3 h
	RotateGrace time.Duration // how long the old session id goes on working, default 120 s
	SessionTTL  time.Duration // life of a log-in without use, default 7 days
	Latency     time.Duration // wait before every answer
	Logger      *slog.Logger
}

// Server is a running demo.
//
// It has more methods than a type should: each is one route or call of Odoo's, and all
// work on the same data under one lock, as Odoo's do on one database. The file says
// the area: login, sessions, rpc_orders, cash_book, images.
type Server struct {
	o      Options
	log    *RequestLog
	mux    *http.ServeMux
	calls  map[string]func(*call) (any, error)
	bus    *bus
	schema *schema
	now    func() time.Time

	catalog *catalog
	faults  *faults

	mu   sync.Mutex
	data         // everything that requests change
	kept *moment // see Keep

	net  listening
	busy sync.RWMutex // held for reading while a request is answered
	// oneCommand is held while a command that has a name is carried out
	oneCommand sync.Mutex
	// starts counts the start and every restart: how others see that one is over
	starts atomic.Int64
}

// listening is the part that a restart replaces.
type listening struct {
	mu     sync.Mutex
	addr   string
	server *http.Server
	served chan struct{} // closed when the current server's loop has ended
	// sockets are the websocket connections, which http.Server forgets
	sockets map[*websocket.Conn]struct{}
	closed  bool
}

// Start listens and serves until Close. The context bounds the start only.
func Start(ctx context.Context, o Options) (*Server, error) {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.Products = cmp.Or(o.Products, 47)
	o.Worker = cmp.Or(o.Worker, WorkerPoswarm)
	o.Odoo = cmp.Or(o.Odoo, Odoo19)
	o.RotateAfter = cmp.Or(o.RotateAfter, 3*time.Hour)
	o.RotateGrace = cmp.Or(o.RotateGrace, 2*time.Minute)
	o.SessionTTL = cmp.Or(o.SessionTTL, 7*24*time.Hour)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Products < 5 || o.Products > MaxProducts {
		return nil, hint.Add(fmt.Errorf("%d products is out of range", o.Products), fmt.Sprintf("choose 5 to %d", MaxProducts))
	}
	if !slices.Contains(Workers(), o.Worker) {
		return nil, hint.Add(fmt.Errorf("unknown worker %q", o.Worker), "choose one of "+strings.Join(Workers(), ", "))
	}
	if !slices.Contains(Odoos(), o.Odoo) {
		return nil, hint.Add(fmt.Errorf("unknown build of Odoo %q", o.Odoo), "choose one of "+strings.Join(Odoos(), ", "))
	}
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, hint.Add(fmt.Errorf("listen for the demo: %w", err), "port 0 takes a free one: 127.0.0.1:0")
	}
	s.net.addr = ln.Addr().String()
	s.serve(ln)
	return s, nil
}

func newServer(o Options) (*Server, error) {
	schema, err := loadSchema(o.Odoo)
	if err != nil {
		return nil, err
	}
	catalog, err := newCatalog(schema, o.Products, !o.NoBarcodes)
	if err != nil {
		return nil, err
	}
	s := &Server{
		o: o, log: newRequestLog(), schema: schema, catalog: catalog, bus: newBus(), now: time.Now, faults: newFaults(),
		data: data{
			configs: map[int]*posConfig{
				1: {id: 1, name: "Demo Shop", token: "3f1c9a7be2d04586"},
				2: {id: 2, name: "Demo Bar", token: "8d25e6104bc97fa3"},
				3: {id: 3, name: "Demo Bistro", token: "b04e7d93a6125c8f", restaurant: true},
			},
			sessions: map[int]*session{}, orders: map[string]*storedOrder{}, logins: map[string]*login{},
		},
	}
	s.net.sockets = map[*websocket.Conn]struct{}{}
	// the watermark of a full load must be newer than this, or the page would
	// drop its data at every start
	s.lastDataChange = s.now().UTC().Add(-time.Hour)
	if s.build, err = newBuild(o, 1); err != nil {
		return nil, err
	}
	for id := 1; id <= len(s.configs); id++ {
		s.createSession(id, adminID, stateOpened)
	}
	s.calls = s.callTable()
	s.mux = s.routes()
	return s, nil
}

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	s.loginRoutes(mux)
	s.pageRoutes(mux)
	s.assetRoutes(mux)
	s.imageRoutes(mux)
	s.workerRoutes(mux)
	s.controlRoutes(mux)
	mux.HandleFunc("POST /web/dataset/call_kw/{model}/{method}", s.callKW)
	mux.HandleFunc("POST /web/dataset/call_kw", s.callKW)
	mux.HandleFunc("GET /web/webclient/translations", s.translations)
	mux.HandleFunc("GET "+busPath, s.websocket)
	return mux
}

func (s *Server) serve(ln net.Listener) {
	server := &http.Server{Handler: http.HandlerFunc(s.handle), ReadHeaderTimeout: 30 * time.Second}
	served := make(chan struct{})
	s.net.server, s.net.served = server, served
	s.starts.Add(1)
	go func() {
		defer close(served)
		if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			s.o.Logger.Error("demo server stopped", "error", err)
		}
	}()
}

// URL is the address of the server, without a slash at the end.
func (s *Server) URL() string { return "http://" + s.net.addr }

// Log is the request log.
func (s *Server) Log() *RequestLog { return s.log }

// Close stops the server and drops every connection.
func (s *Server) Close() error {
	s.net.mu.Lock()
	defer s.net.mu.Unlock()
	if s.net.closed {
		return nil
	}
	s.net.closed = true
	return s.hangUp()
}

// Restart stops and starts the server: connections break, the port refuses for
// a moment, log-ins and data stay, and so do all hashes.
func (s *Server) Restart() error { return s.restart(func() {}) }

// restart does something while nobody is served.
func (s *Server) restart(meanwhile func()) error {
	s.net.mu.Lock()
	defer s.net.mu.Unlock()
	if s.net.closed {
		return errors.New("the demo is closed")
	}
	if err := s.hangUp(); err != nil {
		return err
	}
	meanwhile()
	ln, err := net.Listen("tcp", s.net.addr)
	if err != nil {
		return fmt.Errorf("listen again after a restart: %w", err)
	}
	s.serve(ln)
	return nil
}

// hangUp closes listener and connections and waits for the loop to end.
func (s *Server) hangUp() error {
	err := s.net.server.Close()
	for c := range s.net.sockets {
		_ = c.CloseNow() // its reader ends with an error and forgets it
	}
	clear(s.net.sockets)
	<-s.net.served
	if err != nil {
		return fmt.Errorf("close the demo: %w", err)
	}
	return nil
}

// note carries what a handler learns about its request to the log.
type note struct{ call string }

type noteKey struct{}

func noteCall(r *http.Request, call string) {
	if n, ok := r.Context().Value(noteKey{}).(*note); ok {
		n.call = call
	}
}

// statusWriter reports the status of an answer before the first byte of it
// goes out: who has the answer finds the request in the log.
type statusWriter struct {
	http.ResponseWriter
	report func(status int)
	done   bool
}

func (w *statusWriter) WriteHeader(status int) {
	if !w.done {
		w.done = true
		w.report(status)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if !w.done {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController hijack the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != busPath { // changes nothing and lasts as long as its page
		s.busy.RLock()
		defer s.busy.RUnlock()
	}
	started := s.now()
	if s.o.Latency > 0 && pace.Sleep(r.Context(), s.o.Latency) != nil {
		return
	}
	n := &note{}
	r = r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
	sw := &statusWriter{ResponseWriter: w, report: func(status int) {
		if !isControl(r.URL.Path) {
			s.log.add(Entry{
				Time: started, Method: r.Method, Path: r.URL.RequestURI(), Call: n.call, Route: route(r, n.call),
				Status: status, Worker: r.Header.Get("Sec-Fetch-Dest") == "serviceworker",
			})
		}
	}}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.rotate(sw, r)
	s.mux.ServeHTTP(sw, r)
}

// randomToken is n random bytes in hex.
func randomToken(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
