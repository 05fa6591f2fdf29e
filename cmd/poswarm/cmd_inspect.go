package main

import (
	"context"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/chrome"
	"poswarm/internal/inspect"
	"poswarm/internal/result"
)

func inspectCommand() *command {
	return &command{
		name: "inspect", summary: "show what a terminal's Chrome profile holds for its POS", usage: "[DIR]",
		about: `Looks into a copy of a profile: closed, in use, or itself a copy, such as a folder from a
broken terminal. No POS is opened, no server is asked, and nothing in the profile changes.
DIR is the user data folder, as for --profile.`,
		flags: append([]cli.Flag{
			&cli.StringFlag{Name: "profile", Usage: "the terminal's own Chrome profile: the user data `DIR`"},
			&cli.StringFlag{Name: "profile-directory", Usage: "`NAME` of the profile inside it, such as \"Profile 1\""},
			&cli.StringFlag{Name: "attach", Usage: "the profile of the running Chrome whose debugging port is at `URL`, such as http://127.0.0.1:9222"},
			&cli.StringFlag{Name: "chrome", Usage: "`PATH` of Chrome or Chromium; found by itself when left out"},
			&cli.BoolFlag{Name: "no-sandbox", Usage: "run Chrome without its sandbox, as containers without user namespaces need it"},
			&cli.DurationFlag{Name: "timeout", Value: 2 * time.Minute, Usage: "the longest `TIME` for the whole of it"},
		}, outputFlags()...),
		exits: []int{exitHealthy, exitCheckFailed, exitUsage, exitCannotTell, exitInterrupted, exitTerminated},
		run:   runInspect,
	}
}

func runInspect(ctx context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	limit := in.c.Duration("timeout")
	if limit <= 0 {
		return usagef("write it like 90s or 5m", "--timeout must be longer than nothing")
	}
	var doc *result.Inspect
	err = withDeadline(ctx, limit, func(ctx context.Context) (err error) {
		doc, err = inspectOne(ctx, in)
		return err
	})
	if err != nil {
		return err
	}
	return sinks.finish(in.env, doc, false)
}

func inspectOne(ctx context.Context, in *input) (*result.Inspect, error) {
	of, err := inspected(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := of.sweep(); err != nil {
		return nil, err
	}
	binary, err := chrome.Find(in.c.String("chrome"))
	if err != nil {
		return nil, err
	}
	logger := in.env.ui.logger()
	return inspect.Profile(ctx, inspect.Options{Profile: of.Profile, ProfileDirectory: of.ProfileDirectory, Scratch: of.scratchFolder(in.env), Logger: logger,
		Browser: chrome.Options{Binary: binary, Headless: true, NoSandbox: in.c.Bool("no-sandbox"), Logger: logger}})
}

// inspected finds the profile that is meant.
func inspected(ctx context.Context, in *input) (target, error) {
	of := target{Profile: in.c.String("profile"), ProfileDirectory: in.c.String("profile-directory")}
	port, err := parseAttach(in.c.String("attach"))
	if err != nil {
		return of, err
	}
	ways := len(in.args)
	if len(in.args) == 1 {
		of.Profile = in.args[0]
	}
	for _, given := range []bool{in.c.String("profile") != "", port != nil} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		return of, usagef("name the folder that Chrome gets as --user-data-dir, or --attach URL", "no profile given")
	case ways > 1:
		return of, usagef("leave all but one out", "inspect looks into one profile at a time")
	case port == nil && !in.env.isFolder(of.Profile):
		return of, usagef("name the folder that Chrome gets as --user-data-dir", "there is no folder %s", of.Profile)
	}
	if err := of.findProfile(ctx, port, in.env); err != nil {
		return of, err
	}
	return of, of.checkCopiedDirectory(in.env)
}
