package main

import (
	"cmp"
	"context"
	"strconv"

	"github.com/urfave/cli/v2"
)

// primeOptions is what `poswarm prime` was asked for.
type primeOptions struct {
	target
	// DryRun uses a temporary profile, so that nothing lasts.
	DryRun                      bool
	OpenSession, RequireSession bool
	// Images is "all", "none" or an int.
	Images any
	// Verify proves the result at once, on a copy of the profile.
	Verify bool
}

func primeCommand() *command {
	return &command{
		name: "prime", summary: "preload one terminal, so that its POS comes up without the server",
		about: `Opens the POS in the terminal's own Chrome profile, has the worker store everything
that a start needs, and closes Chrome so that the profile keeps it. Nothing is sold,
opened or closed on the server, unless --open-session says so.`,
		flags: append(targetFlags(), append([]cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "use a temporary profile: shows what would be stored, and keeps nothing"},
			&cli.BoolFlag{Name: "open-session", Usage: "open a POS session where none is open"},
			&cli.BoolFlag{Name: "require-session", Usage: "fail where no POS session is open"},
			&cli.StringFlag{Name: "images", Value: "all", Usage: "store product images: `all|none|N`"},
			&cli.BoolFlag{Name: "verify", Usage: "prove it at once: start a copy of the profile without network"},
		}, outputFlags()...)...),
		exits: []int{exitHealthy, exitCheckFailed, exitUsage, exitCannotTell, exitInterrupted, exitTerminated},
		run: func(ctx context.Context, in *input) error {
			sinks, err := parseOutputs(in)
			if err != nil {
				return err
			}
			opts, err := parsePrime(in)
			if err != nil {
				return err
			}
			doc, err := runPrime(ctx, opts, in.env)
			if doc == nil {
				return err
			}
			return cmp.Or(sinks.finish(in.env, doc, false), err)
		},
	}
}

func parsePrime(in *input) (primeOptions, error) {
	opts := primeOptions{
		DryRun: in.c.Bool("dry-run"), OpenSession: in.c.Bool("open-session"), RequireSession: in.c.Bool("require-session"),
		Verify: in.c.Bool("verify"),
	}
	var err error
	if opts.target, err = parseTarget(in); err != nil {
		return opts, err
	}
	switch {
	case opts.Profile == "" && !opts.DryRun:
		return opts, usagef("add --profile DIR, or --dry-run to try it in a temporary profile",
			"prime needs the terminal's own profile: what another one stores is of no use to it")
	case opts.Profile != "" && opts.DryRun:
		return opts, usagef("leave one of them out", "--dry-run uses a temporary profile, so --profile cannot be given with it")
	case opts.OpenSession && opts.RequireSession:
		return opts, usagef("leave one of them out", "--open-session opens what --require-session asks for")
	case opts.DryRun && opts.Login == "":
		return opts, usagef("add --login and --password-file", "--dry-run starts with an empty profile, which has no log-in")
	}
	if opts.Images, err = parseImages(in.c.String("images")); err != nil {
		return opts, err
	}
	if err := opts.needServer(); err != nil {
		return opts, err
	}
	if opts.Login == "" && !in.env.isFolder(opts.Profile) {
		return opts, usagef("name the terminal's own profile; with --login and --password-file a new one is made", "--profile: there is no folder %s", opts.Profile)
	}
	return opts, nil
}

func parseImages(text string) (any, error) {
	if text == "all" || text == "none" {
		return text, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return nil, usagef("write --images all, --images none or a number", "--images %q is neither all, none nor a number", text)
	}
	return n, nil
}
