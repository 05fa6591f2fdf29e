package main

import (
	"context"
	"fmt"

	"github.com/dustin/go-humanize"

	"poswarm/internal/hint"
	"poswarm/internal/result"
	"poswarm/internal/scratch"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

// proofScenario is what `prime --verify` runs on a copy of the primed profile:
// the till switched on with no network.
const proofScenario = "cold-start"

// runPrime primes one terminal. The document is nil when no POS was tried: then
// the error says why. With a document the error is what the document cannot say.
func runPrime(ctx context.Context, opts primeOptions, env *environment) (*result.Prime, error) {
	dir, err := scratch.New()
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Remove() }() // the next run sweeps what is left
	if opts.DryRun {
		if opts.Profile, err = dir.Make("dry-run"); err != nil {
			return nil, err
		}
	}
	logger := env.ui.logger()
	browser, err := opts.browserOptions(ctx, env, logger)
	if err != nil {
		return nil, err
	}
	env.ui.say("priming %s", opts.URL)
	primed, err := warm.Prime(ctx, warm.Options{
		URL: opts.URL, Database: opts.DB, Configs: opts.Configs, Login: opts.Login, Password: opts.Password,
		Lasting: !opts.DryRun, Profile: opts.Profile, ProfileDirectory: opts.ProfileDirectory,
		OpenSession: opts.OpenSession, RequireSession: opts.RequireSession, Images: opts.Images,
		Browser: browser, Timeout: opts.Timeout, Logger: logger,
		Progress: func(p warm.Progress) {
			env.ui.progress("config %d: %d of %d files, %s", p.Config, p.Done, p.Total, humanize.IBytes(uint64(p.Bytes)))
		},
	})
	document := primed.Document
	if len(document.Configs) == 0 {
		return nil, err
	}
	document.Target = &result.Target{URL: opts.URL.String(), Database: primed.User.Database, Configs: opts.Configs}
	if !opts.DryRun {
		document.Target.Profile = opts.Profile
	}
	for i := range document.Configs {
		one := &document.Configs[i]
		opts.prove(ctx, env, one)
		env.ui.sayVerdict(fmt.Sprintf("POS %d", one.Config), one.Result, one.Detail, one.Hint)
	}
	return document, err
}

// prove brings up what was primed, on a copy behind a shut gate: with --verify,
// and always for a POS without an open session, whose snapshot is that of an
// earlier day.
func (o *primeOptions) prove(ctx context.Context, env *environment, one *result.PrimeConfig) {
	if one.Result != result.Passed || !o.Verify && one.Session != result.SessionNone {
		return
	}
	proof, err := o.asFound(ctx, env, one.Config)
	if err != nil {
		one.Result, one.Detail, one.Hint = result.Error, "not proven: "+result.Words(err), hint.Of(err)
		return
	}
	if verdict := proof.Scenarios[0]; verdict.Result != result.Passed {
		one.Result, one.Detail, one.Hint = verdict.Result, proofScenario+": "+verdict.Words(), verdict.Hint
	}
}

// asFound judges one config of the primed profile.
func (o *primeOptions) asFound(ctx context.Context, env *environment, config int) (*result.Verify, error) {
	proof, err := scenario.Builtin(proofScenario)
	if err != nil {
		return nil, err
	}
	as := verifyOptions{target: o.target, Subject: scenario.AsFound, Scenarios: []*scenario.Scenario{proof}}
	as.Configs = []int{config}
	return runVerify(ctx, as, env)
}
