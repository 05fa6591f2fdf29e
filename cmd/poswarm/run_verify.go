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

// runVerify judges every scenario on every POS config asked for. The document
// is nil when nothing could be started.
func runVerify(ctx context.Context, opts verifyOptions, env *environment) (*result.Verify, error) {
	if opts.Evidence != "" {
		if err := env.tryFolder(opts.Evidence); err != nil {
			return nil, usagef("name a folder that can be written, or leave --evidence out", "--evidence: %v", err)
		}
	}
	err := withDeadline(ctx, opts.Timeout, func(ctx context.Context) error { return opts.findProfile(ctx, opts.Attach, env) })
	if err != nil {
		return nil, err
	}
	if err := opts.checkScratch(env); err != nil {
		return nil, err
	}
	if err := opts.sweep(); err != nil {
		return nil, err
	}
	logger := env.ui.logger()
	browser, err := opts.browserOptions(ctx, env, logger, opts.Subject == scenario.Fresh)
	if err == nil && opts.Subject == scenario.Fresh {
		browser.TrustSPKI, err = opts.trust(ctx, env)
	}
	if err != nil {
		return nil, err
	}
	run := verify.Options{
		Subject: opts.Subject, Scenarios: opts.Scenarios,
		Profile: opts.Profile, ProfileDirectory: opts.ProfileDirectory,
		AllowSales: opts.AllowSales, OpenSession: opts.OpenSession,
		Browser: browser, Timeout: opts.Timeout, Evidence: opts.Evidence, Jobs: opts.Jobs,
		Scratch: opts.scratchFolder(env), ReadOnlyCalls: opts.ReadOnlyCalls,
		FlakyRetries: opts.FlakyRetries, Seed: opts.Seed, MaxAge: opts.MaxAge,
		Progress: progressOf(env), Logger: logger,
	}
	if opts.Demo {
		return opts.runOnDemo(ctx, env, run)
	}
	target := result.Target{URL: opts.URL.String(), Database: opts.DB, Configs: opts.Configs, Profile: opts.Profile}
	if opts.Attach != nil {
		target.Attach = opts.Attach.String()
	}
	document := result.NewVerify(string(opts.Subject), target)
	document.Seed = opts.Seed
	servers := make([]*verify.Bench, len(opts.Configs))
	for i, config := range opts.Configs {
		err := withDeadline(ctx, opts.Timeout, func(ctx context.Context) (err error) {
			servers[i], err = opts.realBench(ctx, env, config)
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
			env.ui.progress("%s %s: %s", since, e.Scenario, e.Step)
		default:
			env.ui.sayVerdict(e.Scenario, e.Outcome, e.Detail, e.Hint)
		}
	}
}
