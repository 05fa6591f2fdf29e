package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"

	"poswarm/internal/relay"
)

// front stands before a demo and plays what befalls the way to it.
type front struct {
	*httptest.Server
	mu      sync.Mutex
	outage  outage
	over    chan struct{} // closed when the outage is another one
	sockets relay.Sockets // of the bus, which httptest.Server forgets
}

// An outage is what a request gets in place of the server's answer.
type outage string

const (
	none  outage = ""
	reset outage = "reset"    // the connection is closed
	hung  outage = "hung"     // nothing, ever
	gone  outage = "404 page" // what Odoo says whose database is away
	bad   outage = "502 page" // what a proxy says
	wall  outage = "a portal" // a page of somebody else
)

var outages = []outage{reset, hung, gone, bad, wall}

func newFront(target string) (*front, error) {
	to, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	f := &front{over: make(chan struct{})}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		now, over := f.outage, f.over
		f.mu.Unlock()
		switch now {
		case none:
			relay.Handler(proxy).ServeHTTP(w, r)
		case reset:
			panic(http.ErrAbortHandler)
		case hung:
			<-over
			panic(http.ErrAbortHandler)
		case gone:
			page(w, http.StatusNotFound, "404: Not Found")
		case bad:
			page(w, http.StatusBadGateway, "502 Bad Gateway")
		case wall:
			page(w, http.StatusOK, "WiFi login please")
		}
	}))
	f.Config.ConnState = f.sockets.Note
	f.Start()
	// Every browser takes this name for a place where a page may have a worker.
	f.URL = strings.Replace(f.URL, "127.0.0.1", "localhost", 1)
	return f, nil
}

func page(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<!DOCTYPE html><title>" + text + "</title>" + text))
}

// plays has everything get this from now on, none for the server's answers.
func (f *front) plays(o outage) {
	f.mu.Lock()
	f.outage = o
	close(f.over)
	f.over = make(chan struct{})
	f.mu.Unlock()
	if o != none {
		f.CloseClientConnections()
		f.sockets.Close()
	}
}

func (f *front) end() {
	f.plays(reset)
	f.Close()
}
