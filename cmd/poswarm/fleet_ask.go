package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/reach"
	"poswarm/internal/ui"
)

// remoteJobs is how many terminals are asked at a time where their Chrome runs
// elsewhere: this machine only waits for them.
const remoteJobs = 32

// askFlags are those of the commands that talk to terminals.
func askFlags() []cli.Flag {
	return slices.Concat(whichFlags(), historyFlags(), thresholdFlags(), []cli.Flag{
		&cli.IntFlag{Name: "jobs", Usage: "ask `N` terminals at a time (default: one a core where Chrome runs here, 32 where it runs there)"},
		&cli.DurationFlag{Name: "deadline", Value: 10 * time.Minute, Usage: "the longest `TIME` for one terminal, where the inventory gives none"},
		&cli.DurationFlag{Name: "jitter", Value: time.Second, Usage: "wait up to `TIME` before each terminal"},
		&cli.IntFlag{Name: "tries", Value: 2, Usage: "try to reach a terminal `N` times; a verdict is asked for once"},
		&cli.DurationFlag{Name: "connect-timeout", Value: 15 * time.Second, Usage: "the longest `TIME` for ssh to connect"},
		&cli.IntFlag{Name: "keep-days", Value: 400, Usage: "forget answers that are older than `N` days; the last good one stays"},
	})
}

func askLimits(in *input, o *fleet.Options) error {
	c := in.c
	jobs := c.Int("jobs")
	o.LocalJobs, o.RemoteJobs = max(in.env.cores, 1), remoteJobs
	if jobs > 0 {
		o.LocalJobs, o.RemoteJobs = jobs, jobs
	}
	o.Deadline, o.Jitter, o.Tries = c.Duration("deadline"), c.Duration("jitter"), c.Int("tries")
	switch {
	case jobs < 0 || o.Jitter < 0:
		return usagef("leave --jobs out for as many as the machine takes, --jitter 0s for no delay", "--jobs and --jitter cannot be negative")
	case o.Deadline <= 0 || c.Duration("connect-timeout") <= 0:
		return usagef("write it like 90s or 5m", "--deadline and --connect-timeout must be more than 0")
	case o.Tries < 1:
		return usagef("--tries 1 asks each terminal once", "--tries must be at least 1")
	case c.Int("keep-days") < 1:
		return usagef("write --keep-days 400; the newest answer of each terminal is always kept", "--keep-days must be at least 1")
	}
	return nil
}

// ask talks to the terminals and writes one answer.
func ask(ctx context.Context, in *input, w which, o fleet.Options) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	threshold, err := parseThreshold(in)
	if err != nil {
		return err
	}
	if err := askLimits(in, &o); err != nil {
		return err
	}
	if o.History, err = openHistory(in); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	o.Inventory, o.Terminals, o.Quarantine = w.file, w.terminals, w.quarantine
	o.Carrier = &reach.Processes{Program: program, Connect: in.c.Duration("connect-timeout"), Secrets: passwordVariables(w.terminals)}
	board := ui.NewBoard(in.env.ui, in.env.now)
	o.Progress, o.Now = func(e fleet.Event) { board.Step(ui.Event(e)) }, in.env.now
	doc, trouble := fleet.Run(ctx, o)
	board.End()
	if ctx.Err() == nil && trouble == nil {
		trouble = o.History.Forget(in.env.now().AddDate(0, 0, -in.c.Int("keep-days")))
	}
	threshold.Apply(doc, in.env.now())
	bad := sinks.finish(in.env, doc, in.c.Bool("strict"))
	if trouble == nil {
		return bad
	}
	if bad != nil {
		in.env.fail(trouble, exitCode(bad))
		return bad
	}
	return trouble
}

// passwordVariables are the environment variables with the terminals' passwords.
func passwordVariables(terminals []*inventory.Terminal) []string {
	var out []string
	for _, t := range terminals {
		if t.PasswordEnv != "" {
			out = append(out, t.PasswordEnv)
		}
	}
	return out
}
