package main

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/demo"
	"poswarm/internal/odoo"
	"poswarm/internal/strictyaml"
	"poswarm/scenarios"
	"poswarm/verify/scenario"
)

func verifyCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "verify", Usage: "prove that a POS comes up without its server", ArgsUsage: "[SCENARIO…]",
		Description: `Cuts the network for real, does what a cashier does, and judges what the POS shows.
SCENARIO is a name from "poswarm scenarios list" or a file. Without one, all that fit
and write nothing are run.

With --demo it runs against a demo POS of its own. With --url it logs in to a
temporary profile. With --profile as well it judges a copy of that terminal's
profile as found: without ever letting the copy reach the server. --attach does the same
for a Chrome that runs, without touching its tabs. Add --login to have poswarm ask the
server whether the terminal is up to date.`,
		CustomHelpTemplate: commandHelp(appExits...),
		BashComplete:       argumentWords(scenarios.Names),
		Flags:              verifyFlags(), Action: action(env, runVerify),
	}
}

func verifyFlags() []cli.Flag {
	return slices.Concat(targetFlags(), []cli.Flag{
		&cli.StringFlag{Name: "attach", Usage: "judge the profile of the running Chrome whose debugging port is at `URL`, such as http://127.0.0.1:9222"},
		&cli.BoolFlag{Name: "demo", Usage: "run against an embedded demo POS"},
		&cli.StringFlag{Name: "demo-worker", Value: demo.WorkerPoswarm, Usage: "the worker that the demo serves: `" + strings.Join(demo.Workers(), "|") + "`"},
		&cli.StringFlag{Name: "demo-odoo", Value: demo.Odoo19June, Usage: "the build of Odoo that the demo behaves as: `" + strings.Join(demo.Odoos(), "|") + "`"},
		&cli.BoolFlag{Name: "allow-sales", Usage: "also run scenarios that make sales on the server"},
		&cli.StringFlag{Name: "other-login", Usage: "log-in `NAME` of a second user, for scenarios that need two-users"},
		&cli.StringFlag{Name: "other-password-file", Usage: "read that user's password from the first line of `FILE`"},
		&cli.BoolFlag{Name: "open-session", Usage: "open a POS session where none is open"},
		&cli.StringFlag{Name: "upgrade-command", Usage: "shell `COMMAND` that upgrades the server, for scenarios that need server-control"},
		&cli.StringFlag{Name: "restart-command", Usage: "shell `COMMAND` that restarts the server, likewise"},
		&cli.StringSliceFlag{Name: "read-only-call", Usage: "`MODEL.METHOD`, or a path, that changes nothing on the server although nobody but you knows; repeatable"},
		&cli.BoolFlag{Name: "strict", Usage: "count degraded, and what passed with a warning, as failed"},
		&cli.StringFlag{Name: "evidence", Usage: "keep screenshots and logs of what did not pass in `DIR`, and a report.html of the whole run"},
		&cli.IntFlag{Name: "flaky-retries", Usage: "run a scenario that failed up to `N` more times; a later pass makes it flaky, never passed"},
		&cli.DurationFlag{Name: "max-age", Value: 30 * 24 * time.Hour, Usage: "call a terminal degraded whose newest snapshot is older than `TIME`, with --profile and --attach; 0 for any age"},
		&cli.Uint64Flag{Name: "seed", Usage: "run the scenarios in the order of the seed `N`, to see that none depends on another"},
		&cli.BoolFlag{Name: "list", Usage: "show which scenarios would run, and run none"},
		stdinFlag(),
	}, outputFlags())
}

// verifyOptions is what `poswarm verify` was asked for.
type verifyOptions struct {
	target
	// Attach is the debugging port of the Chrome whose profile is judged, or nil.
	Attach    *url.URL
	Subject   scenario.Subject
	Scenarios []*scenario.Scenario
	// Demo runs against demo servers of our own, with the worker DemoWorker and
	// the page of DemoOdoo.
	Demo                 bool
	DemoWorker, DemoOdoo string
	AllowSales           bool
	// OtherLogin is a second user for the scenarios about two, "" for none.
	OtherLogin, OtherPassword string
	// OpenSession permits opening a POS session on the server while priming.
	OpenSession bool
	Strict      bool
	// UpgradeCommand and RestartCommand do to a real server what scenarios that
	// need server-control ask for, "" for not at all.
	UpgradeCommand, RestartCommand string
	// Evidence is the folder for what explains a failure, "" for none.
	Evidence string
	// FlakyRetries is how often a scenario that failed is run again.
	FlakyRetries int
	// MaxAge is that of what a terminal holds, 0 for any.
	MaxAge time.Duration
	// Seed is that of the order of the scenarios, 0 for as they stand.
	Seed uint64
	// List shows what would run, and runs nothing.
	List bool
	// ReadOnlyCalls change nothing by the user's word.
	ReadOnlyCalls []string
}

func parseVerify(in *input) (verifyOptions, error) {
	c := in.c
	opts := verifyOptions{
		Demo: c.Bool("demo"), DemoWorker: c.String("demo-worker"), DemoOdoo: c.String("demo-odoo"), AllowSales: c.Bool("allow-sales"), OpenSession: c.Bool("open-session"),
		Strict: c.Bool("strict"), UpgradeCommand: c.String("upgrade-command"), RestartCommand: c.String("restart-command"), Evidence: c.String("evidence"), List: c.Bool("list"), Subject: scenario.Fresh,
		FlakyRetries: c.Int("flaky-retries"), Seed: c.Uint64("seed"), MaxAge: c.Duration("max-age"),
	}
	var err error
	if opts.target, err = parseTarget(in); err != nil {
		return opts, err
	}
	if opts.Attach, err = parseAttach(c.String("attach")); err != nil {
		return opts, err
	}
	if opts.ReadOnlyCalls, err = parseReadOnlyCalls(c.StringSlice("read-only-call")); err != nil {
		return opts, err
	}
	opts.OtherLogin = c.String("other-login")
	if opts.OtherPassword, err = readPassword(in, "other-login", "other-password-file"); err != nil {
		return opts, err
	}
	if opts.Profile != "" || opts.Attach != nil {
		opts.Subject = scenario.AsFound
	}
	if err := opts.checkTarget(c); err != nil {
		return opts, err
	}
	if err := opts.checkCopiedDirectory(in.env); err != nil && !opts.List {
		return opts, err
	}
	if len(in.args) > 0 {
		if opts.Scenarios, err = loadScenarios(c.Context, in.env, in.args); err == nil {
			err = opts.checkWrites()
		}
		return opts, err
	}
	opts.Scenarios, err = opts.defaults()
	return opts, err
}

// callName is MODEL.METHOD, as an Odoo server's log shows calls.
var callName = regexp.MustCompile(`^([a-z0-9_]+\.)+[A-Za-z][A-Za-z0-9_]*$`)

// parseReadOnlyCalls takes what changes nothing by the user's word. A call that
// is known to write is none, whoever says so.
func parseReadOnlyCalls(texts []string) ([]string, error) {
	for _, text := range texts {
		switch {
		case odoo.KnownWrite(text):
			return nil, usagef("leave it out: a scenario marked safe must not call it", "--read-only-call %s: it is known to change data on the server", text)
		case !strings.HasPrefix(text, "/") && !callName.MatchString(text):
			return nil, usagef("write it like pos.config.get_limited_products_loading, or as a path: /my_addon/status", "--read-only-call %q is neither MODEL.METHOD nor a path", text)
		}
	}
	return texts, nil
}

// defaults are the scenarios to run when none is named: all that fit the
// subject and are safe, and on a demo the others too.
func (o *verifyOptions) defaults() ([]*scenario.Scenario, error) {
	library, err := scenario.Library()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(library, func(s *scenario.Scenario) bool {
		switch {
		case !s.Subject.Fits(o.Subject):
			return true
		case s.Needs(scenario.Sales):
			return !o.AllowSales
		case s.Needs(scenario.Sessions):
			return !o.maySwitchSessions()
		}
		return !s.Safe && !o.Demo
	}), nil
}

func (o *verifyOptions) checkTarget(c *cli.Context) error {
	switch {
	case !slices.Contains(demo.Workers(), o.DemoWorker):
		return usagef(strictyaml.Suggest(o.DemoWorker, demo.Workers()), "unknown demo worker %q", o.DemoWorker)
	case !slices.Contains(demo.Odoos(), o.DemoOdoo):
		return usagef(strictyaml.Suggest(o.DemoOdoo, demo.Odoos()), "unknown build of Odoo %q", o.DemoOdoo)
	case (c.IsSet("demo-worker") || c.IsSet("demo-odoo")) && !o.Demo:
		return usagef("add --demo", "--demo-worker and --demo-odoo are for the demo only")
	case o.MaxAge < 0:
		return usagef("0 is any age", "--max-age cannot be negative")
	case o.FlakyRetries < 0:
		return usagef("write --flaky-retries 1, or leave it out: nothing is retried then", "--flaky-retries cannot be negative")
	case o.Attach != nil && o.Profile != "":
		return usagef("leave one of them out", "--attach finds the profile by itself, so --profile cannot be given with it")
	case o.Demo && (o.URL != nil || o.Attach != nil || o.Profile != "" || o.Login != "" || o.OtherLogin != "" || o.DB != "" || len(o.Configs) > 0):
		return usagef("leave --url, --db, --config, --login, --profile and --attach out", "--demo brings its own server, log-in and profile")
	case o.Demo || o.List:
		return nil
	case o.URL == nil:
		return usagef("add --url and --config, or --demo to try it on a demo POS", "no server given")
	case o.Subject == scenario.Fresh && o.Login == "":
		return usagef("add --login and --password-file, or --profile or --attach to judge a terminal as found", "a fresh profile needs a log-in")
	case o.OtherLogin != "" && o.OtherLogin == o.Login:
		return usagef("name another user", "--other-login must differ from --login")
	case o.Subject == scenario.AsFound && o.OtherLogin != "":
		return usagef("leave --other-login out, or --profile and --attach", "nobody logs in on a terminal judged as found")
	case o.Subject == scenario.AsFound && o.AllowSales:
		return usagef("leave --allow-sales out, or --profile and --attach", "a copy of a terminal's profile never sells: it would send the cashier's orders twice")
	case o.Subject == scenario.AsFound && o.OpenSession:
		return usagef("leave --open-session out, or --profile and --attach", "a terminal judged as found never reaches the server, so no session can be opened")
	}
	return o.needServer()
}

// checkWrites refuses, before a browser starts, what would write to a live
// shop without leave.
func (o *verifyOptions) checkWrites() error {
	for _, s := range o.Scenarios {
		if s.Needs(scenario.Sales) && !o.AllowSales && !o.List {
			return usagef("add --allow-sales to permit it", "%s makes sales on the server", s.Name)
		}
		if s.Needs(scenario.Sessions) && !o.maySwitchSessions() && !o.List {
			return usagef("add --allow-sales and --open-session to permit it", "%s closes and opens POS sessions on the server", s.Name)
		}
	}
	return nil
}

// maySwitchSessions says whether POS sessions may be closed and opened: on a
// server of our own there is nobody to ask.
func (o *verifyOptions) maySwitchSessions() bool { return o.Demo || o.AllowSales && o.OpenSession }

func runVerify(ctx context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	opts, err := parseVerify(in)
	if err != nil {
		return err
	}
	if opts.List {
		return listScenarios(in.env, opts.Scenarios)
	}
	doc, err := opts.verify(withStdin(ctx, in), in.env)
	if err != nil {
		return err
	}
	return sinks.withReport(opts.Evidence).finish(in.env, doc, opts.Strict)
}
