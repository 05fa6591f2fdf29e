package main

import (
	"context"
	"net/url"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/chrome"
	"poswarm/internal/inspect"
	"poswarm/internal/result"
)

func inspectCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "inspect", Usage: "show what a terminal's Chrome profile holds for its POS", ArgsUsage: "[DIR]",
		Description: `Looks into a copy of a profile: closed, in use, or itself a copy, such as a folder from a
broken terminal. No POS is opened, no server is asked, and nothing in the profile changes.
DIR is the user data folder, as for --profile.`,
		CustomHelpTemplate: commandHelp(appExits...),
		Flags:              inspectFlags(), Action: action(env, runInspect),
	}
}

func inspectFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "profile", Usage: "the terminal's own Chrome profile: the user data `DIR`"},
		&cli.StringFlag{Name: "profile-directory", Usage: "`NAME` of the profile inside it, such as \"Profile 1\""},
		&cli.StringFlag{Name: "attach", Usage: "the profile of the running Chrome whose debugging port is at `URL`, such as http://127.0.0.1:9222"},
		&cli.StringFlag{Name: "chrome", Usage: "`PATH` of Chrome or Chromium; found by itself when left out"},
		&cli.BoolFlag{Name: "no-sandbox", Usage: "run Chrome without its sandbox, as containers without user namespaces need it"},
		&cli.DurationFlag{Name: "timeout", Value: 2 * time.Minute, Usage: "the longest `TIME` for the whole of it"},
	}, outputFlags()...)
}

// inspectOptions is what `poswarm inspect` was asked for.
type inspectOptions struct {
	target
	// Attach is the debugging port of the Chrome whose profile is meant, or nil.
	Attach *url.URL
	// ways is how many profiles were named.
	ways int
}

func parseInspect(in *input) (o inspectOptions, err error) {
	c := in.c
	o.target = target{Profile: c.String("profile"), ProfileDirectory: c.String("profile-directory"),
		Chrome: c.String("chrome"), NoSandbox: c.Bool("no-sandbox"), Timeout: c.Duration("timeout")}
	if o.Attach, err = parseAttach(c.String("attach")); err != nil {
		return o, err
	}
	for _, given := range []bool{o.Profile != "", o.Attach != nil} {
		if given {
			o.ways++
		}
	}
	o.ways += len(in.args)
	if len(in.args) == 1 {
		o.Profile = in.args[0]
	}
	return o, o.check(in.env)
}

func (o *inspectOptions) check(env *environment) error {
	switch {
	case o.Timeout <= 0:
		return usagef("write it like 90s or 5m", "--timeout must be more than 0")
	case o.ways == 0:
		return usagef("name the folder that Chrome gets as --user-data-dir, or --attach URL", "no profile given")
	case o.ways > 1:
		return usagef("leave all but one out", "inspect looks into one profile at a time")
	case o.Attach == nil && !env.isFolder(o.Profile):
		return usagef("name the folder that Chrome gets as --user-data-dir", "there is no folder %s", o.Profile)
	}
	return nil
}

func runInspect(ctx context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	opts, err := parseInspect(in)
	if err != nil {
		return err
	}
	var doc *result.Inspect
	err = withDeadline(ctx, opts.Timeout, func(ctx context.Context) (err error) {
		doc, err = opts.inspect(ctx, in.env)
		return err
	})
	if err != nil {
		return err
	}
	return sinks.finish(in.env, doc, false)
}

func (o *inspectOptions) inspect(ctx context.Context, env *environment) (*result.Inspect, error) {
	if err := o.findProfile(ctx, o.Attach, env); err != nil {
		return nil, err
	}
	if err := o.checkCopiedDirectory(env); err != nil {
		return nil, err
	}
	if err := o.sweep(); err != nil {
		return nil, err
	}
	binary, err := chrome.Find(o.Chrome)
	if err != nil {
		return nil, err
	}
	logger := env.ui.Logger()
	return inspect.Profile(ctx, inspect.Options{Profile: o.Profile, ProfileDirectory: o.ProfileDirectory, Scratch: o.scratchFolder(env), Logger: logger,
		Browser: chrome.Options{Binary: binary, Headless: true, NoSandbox: o.NoSandbox, Logger: logger}})
}
