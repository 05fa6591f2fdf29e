package bench

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"poswarm/internal/demo"
	"poswarm/verify"
)

// The POS configs of every demo.
const (
	Config     = 1
	Other      = 2
	Restaurant = 3
)

// Demo starts demo servers as they are needed and keeps them for the next
// scenario: as they are when none changed them, else as they were when their
// terminal was primed.
type Demo struct {
	options demo.Options

	mu      sync.Mutex
	servers map[*verify.Bench]*demo.Server
	idle    []*verify.Bench
}

// NewDemo starts servers with the given options.
func NewDemo(o demo.Options) *Demo {
	return &Demo{options: o, servers: map[*verify.Bench]*demo.Server{}}
}

// Take hands out an unused demo, or a new one.
func (d *Demo) Take(ctx context.Context) (*verify.Bench, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.idle); n > 0 {
		bench := d.idle[n-1]
		d.idle = d.idle[:n-1]
		return bench, nil
	}
	server, err := demo.Start(ctx, d.options)
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(server.URL())
	if err != nil {
		return nil, fmt.Errorf("the demo's address: %w", err)
	}
	bench := &verify.Bench{URL: address, Config: Config, Other: Other, Restaurant: Restaurant,
		Login: "admin", Password: "admin", OtherLogin: "cashier", OtherPassword: "cashier",
		Control: control{server}, Keep: server.Keep}
	d.servers[bench] = server
	return bench, nil
}

// Give keeps a demo for the next scenario; a changed one that cannot be renewed
// ends.
func (d *Demo) Give(bench *verify.Bench, spent bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	server := d.servers[bench]
	if !spent || server.Renew() == nil {
		d.idle = append(d.idle, bench)
		return
	}
	_ = server.Close() // nothing depends on it any more
	delete(d.servers, bench)
}

// Close ends all of them.
func (d *Demo) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, server := range d.servers {
		_ = server.Close()
	}
}

// control changes a demo server.
type control struct{ server *demo.Server }

func (c control) Restart(context.Context) error { return c.server.Restart() }
func (c control) Upgrade(context.Context) error { return c.server.Upgrade() }
