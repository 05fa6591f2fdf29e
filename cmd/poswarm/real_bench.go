package main

import (
	"context"
	"errors"

	"poswarm/internal/bench"
	"poswarm/internal/odoo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// realBench describes the server of the flags. A fresh subject logs in, so the
// server can be asked for a second POS; as found nothing is asked.
func (o *verifyOptions) realBench(ctx context.Context, env *environment, config int) (*verify.Bench, error) {
	authorities, err := o.authorities(ctx, env)
	if err != nil {
		return nil, err
	}
	server := &verify.Bench{URL: o.URL, Database: o.DB, Config: config, Login: o.Login, Password: o.Password,
		OtherLogin: o.OtherLogin, OtherPassword: o.OtherPassword,
		RootCAs: pool(authorities), Insecure: o.Insecure}
	if o.UpgradeCommand != "" || o.RestartCommand != "" {
		server.Control = bench.Command{UpgradeCommand: o.UpgradeCommand, RestartCommand: o.RestartCommand}
	}
	if server.Transport, err = o.transport(ctx, env); err != nil {
		return nil, err
	}
	if o.Subject != scenario.Fresh {
		return server, o.askAsWell(ctx, server)
	}
	client := odoo.New(o.URL, server.Transport)
	if _, err := client.LogIn(ctx, o.DB, o.Login, o.Password); err != nil {
		return nil, err
	}
	this, err := client.Config(ctx, config)
	if err != nil {
		return nil, err
	}
	if this.Restaurant {
		server.Restaurant = config
	}
	scannable, err := client.Barcodes(ctx, config)
	var refusal *odoo.ServerError // then the scan itself must tell
	if err != nil && !errors.As(err, &refusal) {
		return nil, err
	}
	server.NoBarcodes = err == nil && !scannable
	all, err := client.Configs(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		// Opening the page of a POS without a session opens one on the server.
		if other.ID != config && (other.SessionID != 0 || o.OpenSession) {
			server.Other = other.ID
			break
		}
	}
	return server, nil
}

// askAsWell logs in to compare a terminal judged as found with what the server
// has now. That a server cannot be asked is no verdict on the terminal; a
// log-in that it refuses is a mistake of the user's.
func (o *verifyOptions) askAsWell(ctx context.Context, server *verify.Bench) error {
	if o.Login == "" {
		return nil
	}
	client := odoo.New(o.URL, server.Transport)
	_, err := client.LogIn(ctx, o.DB, o.Login, o.Password)
	if err == nil {
		_, err = client.Config(ctx, server.Config)
	}
	var refusal *odoo.ServerError
	switch {
	case err == nil:
		server.Asking = client
	case errors.Is(err, odoo.ErrLogin), errors.Is(err, odoo.ErrNoConfig), errors.As(err, &refusal), ctx.Err() != nil:
		return err
	default:
		server.NotAsking = result.Words(err)
	}
	return nil
}
