package soak

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/demo"
)

// Shop is a server under which tills are attacked.
type Shop struct {
	URL             *url.URL
	Config          int
	Database        string // "" for the only one
	Login, Password string
	// The second user, "" for none.
	OtherLogin, OtherPassword string
	// Worker is the kind that the server serves, as the demo names them.
	Worker string
	// Demo is nil for a real Odoo.
	Demo *demo.Server
	// Browser is what its tills run; the zero value is the one of the machine.
	Browser chrome.Binary
	// UpgradeCommand changes the hashes of a real one; without it no case
	// needs an upgrade.
	UpgradeCommand string
}

// NewDemo starts a demo shop with its worker.
func NewDemo(ctx context.Context, worker string) (*Shop, error) {
	server, err := demo.Start(ctx, demo.Options{Worker: worker})
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(server.URL())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the demo's address: %w", err), server.Close())
	}
	return &Shop{URL: address, Config: bench.Config, Login: "admin", Password: "admin",
		OtherLogin: "cashier", OtherPassword: "cashier", Worker: worker, Demo: server}, nil
}

// Close ends a demo.
func (s *Shop) Close() error {
	if s.Demo == nil {
		return nil
	}
	return s.Demo.Close()
}

func (s *Shop) canUpgrade() bool { return s.Demo != nil || s.UpgradeCommand != "" }

// upgrade changes every hash.
func (s *Shop) upgrade(ctx context.Context) error {
	if s.Demo != nil {
		return s.Demo.Upgrade()
	}
	return bench.Command{UpgradeCommand: s.UpgradeCommand}.Upgrade(ctx)
}

// changeSettings moves the date of the data, so that tills throw theirs away
// (_compute_local_data_integrity in pos_config.py).
func (s *Shop) changeSettings(ctx context.Context, b *books) error {
	if s.Demo != nil {
		s.Demo.ChangeSettings()
		return nil
	}
	// Written as it is, it counts as changed.
	return b.server.Call(ctx, "pos.config", "write", []any{[]int{s.Config}, map[string]any{"limit_categories": false}}, nil, nil)
}

func (s *Shop) origin() string { return s.URL.Scheme + "://" + s.URL.Host }

// pages are the addresses at which a cashier presses F5.
func (s *Shop) pages() []string {
	return []string{
		fmt.Sprintf("/pos/ui/%d", s.Config),
		fmt.Sprintf("/pos/ui/%d/product/00000000-0000-4000-8000-000000000000", s.Config),
		fmt.Sprintf("/pos/ui/%d?from_backend=True", s.Config),
	}
}
