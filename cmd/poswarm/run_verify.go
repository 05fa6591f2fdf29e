package main

import (
	"context"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// verify judges every scenario on every POS config asked for. The document
// is nil when nothing could be started.
func (o *verifyOptions) verify(ctx context.Context, env *environment) (*result.Verify, error) {
	if o.Evidence != "" {
		if err := env.tryFolder(o.Evidence); err != nil {
			return nil, usagef("name a folder that can be written, or leave --evidence out", "--evidence: %v", err)
		}
	}
	err := withDeadline(ctx, o.Timeout, func(ctx context.Context) error { return o.findProfile(ctx, o.Attach, env) })
	if err != nil {
		return nil, err
	}
	if err := o.checkScratch(env); err != nil {
		return nil, err
	}
	if err := o.sweep(); err != nil {
		return nil, err
	}
	logger := env.ui.Logger()
	browser, err := o.browserOptions(ctx, env, logger, o.Subject == scenario.Fresh)
	if err == nil && o.Subject == scenario.Fresh {
		browser.TrustSPKI, err = o.trust(ctx, env)
	}
	if err != nil {
		return nil, err
	}
	run := verify.Options{
		Subject: o.Subject, Scenarios: o.Scenarios,
		Profile: o.Profile, ProfileDirectory: o.ProfileDirectory,
		AllowSales: o.AllowSales, OpenSession: o.OpenSession,
		Browser: browser, Timeout: o.Timeout, Evidence: o.Evidence, Jobs: o.Jobs,
		Scratch: o.scratchFolder(env), ReadOnlyCalls: o.ReadOnlyCalls,
		FlakyRetries: o.FlakyRetries, Seed: o.Seed, MaxAge: o.MaxAge,
		Progress: progressOf(env), Logger: logger,
	}
	if o.Demo {
		return o.runOnDemo(ctx, env, run)
	}
	target := result.Target{URL: o.URL.String(), Database: o.DB, Configs: o.Configs, Profile: o.Profile}
	if o.Attach != nil {
		target.Attach = o.Attach.String()
	}
	document := result.NewVerify(string(o.Subject), target)
	document.Seed = o.Seed
	servers := make([]*verify.Bench, len(o.Configs))
	for i, config := range o.Configs {
		err := withDeadline(ctx, o.Timeout, func(ctx context.Context) (err error) {
			servers[i], err = o.realBench(ctx, env, config)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, server := range servers {
		run.Benches = bench.NewOne(server)
		verify.Run(ctx, run, document)
	}
	return document, nil
}

// runOnDemo gives each scenario that runs at the same time a demo of its own.
func (o *verifyOptions) runOnDemo(ctx context.Context, env *environment, run verify.Options) (*result.Verify, error) {
	benches := bench.NewDemo(demo.Options{Worker: o.DemoWorker, Odoo: o.DemoOdoo})
	defer benches.Close()
	run.Benches = benches
	run.OpenSession = true // on a server of our own there is nobody to ask
	if run.Jobs == 0 {
		run.Jobs = env.cores // Chrome is CPU-bound
	}
	document := result.NewVerify(string(o.Subject), result.Target{URL: "http://demo", Configs: []int{bench.Config}, Demo: o.DemoWorker})
	document.Seed = run.Seed
	verify.Run(ctx, run, document)
	return document, nil
}

// progressOf tells what a run is doing: every verdict stays on screen, the
// steps in between only on a terminal.
func progressOf(env *environment) func(verify.Event) {
	began := env.now()
	return func(e verify.Event) {
		since := env.now().Sub(began).Round(time.Second)
		switch {
		case e.Outcome == "":
			env.ui.Progress("%s %s: %s", since, e.Scenario, e.Step)
		default:
			env.ui.SayVerdict(e.Scenario, e.Outcome, e.Detail, e.Hint)
		}
	}
}
