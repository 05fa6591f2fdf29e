package soak

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"

	"poswarm/internal/relay"
)

// dose is one bad answer: which of the server's answers it takes, and what it
// makes of it. Without anything to make, the first such answer gets lost, and the
// others do not.
type dose struct {
	takes func(*http.Request) bool
	makes func(*http.Response, []byte) answer
}

// answer takes the place of a server's answer.
type answer struct {
	status int
	header map[string]string
	body   []byte
	// cut ends the body by an error after half of what its length announces.
	cut bool
}

// front stands before a server, passes everything on, and swaps answers.
type front struct {
	server          *http.Server
	address, target *url.URL
	proxy           *http.Transport

	mu    sync.Mutex
	dose  *dose
	asked chan struct{} // closed when the dose was asked for
}

func openFront(target *url.URL) (*front, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening the poisoner: %w", err)
	}
	f := &front{address: &url.URL{Scheme: "http", Host: l.Addr().String()}, target: target,
		proxy: &http.Transport{DisableCompression: true}}
	f.server = &http.Server{Handler: relay.Handler(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.Host = p.In.Host // as a reverse proxy of a shop keeps it
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.dose != nil && f.dose.takes(p.In) {
				// A 304 has no body to poison.
				p.Out.Header.Del("If-None-Match")
				p.Out.Header.Del("If-Modified-Since")
			}
		},
		Transport: f.proxy, FlushInterval: -1,
		ErrorLog:       log.New(io.Discard, "", 0), // a body that is cut off on purpose is no news
		ModifyResponse: f.modify,
		ErrorHandler:   func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	})}
	go func() { _ = f.server.Serve(l) }() // ends when it is closed, with no news
	return f, nil
}

func (f *front) close() error {
	f.proxy.CloseIdleConnections()
	return f.server.Close()
}

// feed begins with a dose, nil for none. The channel is closed when somebody has
// asked for it.
func (f *front) feed(d *dose) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dose, f.asked = d, make(chan struct{})
	return f.asked
}

func (f *front) modify(r *http.Response) error {
	f.mu.Lock()
	d := f.dose
	takes := d != nil && d.takes(r.Request)
	if takes {
		select {
		case <-f.asked:
		default:
			close(f.asked)
		}
		if d.makes == nil {
			f.dose = nil
		}
	}
	f.mu.Unlock()
	if !takes {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return err
	}
	if d.makes == nil {
		// Where nothing of an answer came, Chrome makes the call again by itself
		// (HttpNetworkTransaction::ShouldResendRequest), and the page gets that answer.
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:min(1, len(body))]), broken{}))
		return nil
	}
	a := d.makes(r, body)
	if a.status != 0 {
		r.StatusCode = a.status
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
	r.ContentLength = int64(len(a.body))
	r.Header.Set("Content-Length", strconv.Itoa(len(a.body)))
	r.Body = io.NopCloser(bytes.NewReader(a.body))
	if a.cut {
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(a.body[:len(a.body)/2]), broken{}))
	}
	return nil
}

// broken is a connection that ends in the middle.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("cut off") }

// withFronts puts a front before the server of each till from now on. What it
// returns finds the one of a till.
func (c *campaign) withFronts() func(*Shop) *front {
	made, plain := map[*Shop]*front{}, c.o.Shop
	c.o.Shop = func(ctx context.Context) (*Shop, error) {
		shop, err := plain(ctx)
		if err != nil {
			return nil, err
		}
		f, err := openFront(shop.URL)
		if err != nil {
			return nil, errors.Join(err, shop.Close())
		}
		shop.URL = f.address
		c.mu.Lock()
		defer c.mu.Unlock()
		made[shop] = f
		return shop, nil
	}
	return func(shop *Shop) *front {
		c.mu.Lock()
		defer c.mu.Unlock()
		return made[shop]
	}
}
