package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/hint"
	"poswarm/internal/result"
	"poswarm/internal/scratch"
	"poswarm/internal/ui"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

// proofScenario is what `prime --verify` runs on a copy of the primed profile:
// the till switched on with no network.
const proofScenario = "cold-start"

// prime primes one terminal. The document is nil when no POS was tried: then the
// error says why. With a document the error is what the document cannot say.
func (o *primeOptions) prime(ctx context.Context, env *environment) (*result.Prime, error) {
	if err := o.checkScratch(env); err != nil {
		return nil, err
	}
	if err := o.sweep(); err != nil {
		return nil, err
	}
	dir, err := scratch.NewIn(o.Scratch)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Remove() }() // the next run sweeps what is left
	if o.DryRun {
		if o.Profile, err = dir.Make("dry-run"); err != nil {
			return nil, err
		}
	}
	var primed warm.Result
	err = withDeadline(ctx, time.Duration(len(o.Configs))*o.Timeout, func(ctx context.Context) (err error) {
		primed, err = o.load(ctx, env)
		return err
	})
	document := primed.Document
	if document == nil || len(document.Configs) == 0 {
		return nil, err
	}
	document.Target = &result.Target{URL: o.URL.String(), Database: primed.User.Database, Configs: o.Configs}
	if !o.DryRun {
		document.Target.Profile = o.Profile
	}
	if o.Attach != nil {
		document.Target.Attach = o.Attach.String()
	}
	for i := range document.Configs {
		one := &document.Configs[i]
		o.prove(ctx, env, one)
		env.ui.SayVerdict(fmt.Sprintf("POS %d", one.Config), one.Result, one.Detail, one.Hint)
	}
	return document, err
}

// load starts the terminal's browser, or joins the one that runs.
func (o *primeOptions) load(ctx context.Context, env *environment) (warm.Result, error) {
	options := warm.Options{
		URL: o.URL, Database: o.DB, Configs: o.Configs, Login: o.Login, Password: o.Password,
		Lasting: !o.DryRun, Profile: o.Profile, ProfileDirectory: o.ProfileDirectory,
		OpenSession: o.OpenSession, RequireSession: o.RequireSession, Images: o.Images,
		MaxRate: o.MaxRate, Timeout: o.Timeout, Logger: env.ui.Logger(),
		Progress: primingProgress(env),
	}
	if o.Attach != nil {
		// Behind a tunnel the profile is on another machine, and only a proof needs it.
		if err := o.findProfile(ctx, o.Attach, env); err != nil && (o.Verify || ctx.Err() != nil) {
			return warm.Result{}, err
		}
		options.Profile, options.ProfileDirectory = o.Profile, o.ProfileDirectory
		env.ui.Say("priming %s in the Chrome at %s", o.URL, o.Attach)
		return warm.Attach(ctx, options, o.Attach)
	}
	var err error
	if options.Browser, err = o.browserOptions(ctx, env, options.Logger, false); err != nil {
		return warm.Result{}, err
	}
	if options.Browser.TrustSPKI, err = o.trust(ctx, env); err != nil {
		return warm.Result{}, err
	}
	env.ui.Say("priming %s", o.URL)
	return warm.Prime(ctx, options)
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
	if o.Profile == "" {
		return nil, hint.Add(errors.New("the profile of that Chrome is not on this machine"), "run poswarm on the machine of that Chrome, as the same user")
	}
	proof, err := scenario.Builtin(proofScenario)
	if err != nil {
		return nil, err
	}
	as := verifyOptions{target: o.target, Subject: scenario.AsFound, Scenarios: []*scenario.Scenario{proof}}
	as.Configs = []int{config}
	return as.verify(ctx, env)
}

func primingProgress(env *environment) func(warm.Progress) {
	pace := ui.NewPace(env.ui, env.now)
	return func(p warm.Progress) { pace.Step(ui.Priming(p)) }
}
