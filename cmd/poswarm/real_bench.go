package main

import (
	"context"

	"poswarm/internal/bench"
	"poswarm/internal/odoo"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// realBench describes the server of the flags. A fresh subject logs in, so the
// server can be asked for a second POS; as found nothing is asked.
func (o *verifyOptions) realBench(ctx context.Context, env *environment, config int) (*verify.Bench, error) {
	authorities, err := o.authorities(env)
	if err != nil {
		return nil, err
	}
	server := &verify.Bench{URL: o.URL, Database: o.DB, Config: config, Login: o.Login, Password: o.Password,
		OtherLogin: o.OtherLogin, OtherPassword: o.OtherPassword,
		RootCAs: pool(authorities), Insecure: o.Insecure}
	if o.UpgradeCommand != "" || o.RestartCommand != "" {
		server.Control = bench.Command{UpgradeCommand: o.UpgradeCommand, RestartCommand: o.RestartCommand}
	}
	if o.Subject != scenario.Fresh {
		return server, nil
	}
	if server.Transport, err = o.transport(env); err != nil {
		return nil, err
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
	all, err := client.Configs(ctx)
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		if other.ID != config {
			server.Other = other.ID
			break
		}
	}
	return server, nil
}
