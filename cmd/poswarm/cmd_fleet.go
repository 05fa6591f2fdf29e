package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/history"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/quarantine"
	"poswarm/internal/schedule"
)

// fleetCommand is everything about many terminals.
func fleetCommand() *command {
	exits := []int{exitHealthy, exitCheckFailed, exitUsage, exitCannotTell, exitInterrupted, exitTerminated}
	return &command{
		name: "fleet", summary: "one answer for every terminal of an inventory",
		exits: exits,
		subs: []*command{
			{
				name: "check", summary: "judge every terminal as found, and say which will not survive the day",
				about: `Runs each terminal's own poswarm, here or over ssh, on a copy of its profile. Nothing
of a terminal is changed, no password of Odoo is needed, and only scenarios that write
nothing are run: ` + "cold-start and reload-sub-path" + ` where the inventory names none. What each
terminal answered is kept in the history, and compared with the run before.`,
				flags: append(askFlags(), append([]cli.Flag{
					&cli.IntFlag{Name: "flaky-retries", Usage: "have a terminal run what failed up to `N` more times; a later pass makes it flaky, never ok"},
					&cli.StringSliceFlag{Name: "scenario", Usage: "check the scenario `NAME` instead of the inventory's; repeatable"},
				}, outputFlags()...)...),
				exits: exits, run: runFleetCheck,
			},
			{
				name: "prime", summary: "preload every terminal",
				about: `Runs poswarm prime on each terminal: with its profile while the kiosk is stopped, or
with the debugging port of its running Chrome. A password that the inventory names is
read here, travels on stdin, and is used only where a profile is not logged in. A new
terminal's profile is made with --create-profile alone: name the terminal with --limit.`,
				flags: append(append(askFlags(), createProfileFlag()), append(howFlags(), outputFlags()...)...),
				exits: exits, run: runFleetPrime,
			},
			{
				name: "status", summary: "the newest answer of every terminal, without asking any",
				about: "A terminal whose newest answer is older than --fresh is silent, whatever it was.",
				flags: append(append(whichFlags(), historyFlags()...), append([]cli.Flag{
					&cli.DurationFlag{Name: "fresh", Value: 26 * time.Hour, Usage: "the age up to which an answer counts, a `TIME`"},
				}, append(thresholdFlags(), outputFlags()...)...)...),
				exits: exits, run: runFleetStatus,
			},
			{
				name: "list", summary: "the terminals of the inventory", usage: "",
				flags: append(whichFlags(), append([]cli.Flag{&cli.StringFlag{Name: "format", Value: "text", Usage: "`KIND` of output: text or json"}}, voiceFlags()...)...),
				exits: []int{exitHealthy, exitUsage}, run: runFleetList,
			},
			{
				name: "history", summary: "earlier runs, or what one terminal answered", usage: "[TERMINAL]",
				flags: append(historyFlags(), append([]cli.Flag{
					&cli.IntFlag{Name: "last", Value: 30, Usage: "at most `N` of them, the newest first; 0 is all"},
					&cli.StringFlag{Name: "format", Value: "text", Usage: "`KIND` of output: text or json"},
				}, voiceFlags()...)...),
				exits: []int{exitHealthy, exitUsage, exitCannotTell}, run: runFleetHistory,
			},
			scheduleCommand(printSystemdFlag, "print a systemd service and timer that check the fleet every night"),
			scheduleCommand(printTaskFlag, "print a Windows task that does, XML for schtasks"),
		},
	}
}

// scheduleCommand prints what has a system run `fleet check` with the flags given.
func scheduleCommand(name, summary string) *command {
	return &command{
		name: name, summary: summary,
		flags: append(append(askFlags(), timeFlags()...), outputFlags()...),
		exits: []int{exitHealthy, exitUsage},
		run: func(_ context.Context, in *input) error {
			which, err := parseWhich(in)
			if err != nil {
				return err
			}
			limit := time.Duration(len(which.terminals)) * in.c.Duration("deadline")
			return writeSchedule(in, schedule.Job{Name: "poswarm-fleet", Description: "Ask every POS terminal whether it survives a dead server",
				Args: []string{"fleet", "check"}, Limit: min(limit, 12*time.Hour)}, name == printTaskFlag)
		},
	}
}

// whichFlags say which terminals are meant.
func whichFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "inventory", Usage: "the terminals: a fleet.yaml or an Ansible YAML inventory, `FILE`"},
		&cli.StringSliceFlag{Name: "limit", Usage: "only the terminals of a `GROUP|GLOB`, such as north or till-1*; repeatable"},
		&cli.StringFlag{Name: "quarantine", Usage: "terminals that somebody answers for until a day: the YAML `FILE`"},
	}
}

func historyFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "history", Usage: "keep what terminals answered in the `FILE` (default: poswarm/fleet.db in the user's state folder)"},
	}
}

func thresholdFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "max-fail", Usage: "tolerate up to `N` terminals that are not good"},
		&cli.Float64Flag{Name: "max-fail-ratio", Usage: "tolerate up to this share of them, `0.05` for one in twenty"},
		&cli.IntFlag{Name: "min-size", Value: 20, Usage: "apply --max-fail-ratio only to `N` terminals or more"},
		&cli.DurationFlag{Name: "max-age", Usage: "never tolerate a terminal that was ready more than `TIME` ago, such as 72h"},
		&cli.BoolFlag{Name: "strict", Usage: "count degraded as failed"},
	}
}

// askFlags are those of the commands that talk to terminals.
func askFlags() []cli.Flag {
	return append(append(append(whichFlags(), historyFlags()...), thresholdFlags()...), []cli.Flag{
		&cli.IntFlag{Name: "jobs", Usage: "ask `N` terminals at a time (default: one a core where Chrome runs here, 32 where it runs there)"},
		&cli.DurationFlag{Name: "deadline", Value: 10 * time.Minute, Usage: "the longest `TIME` for one terminal, where the inventory gives none"},
		&cli.DurationFlag{Name: "jitter", Value: time.Second, Usage: "wait up to `TIME` before each terminal"},
		&cli.IntFlag{Name: "tries", Value: 2, Usage: "try to reach a terminal `N` times; a verdict is asked for once"},
		&cli.DurationFlag{Name: "connect-timeout", Value: 15 * time.Second, Usage: "the longest `TIME` for ssh to connect"},
		&cli.IntFlag{Name: "keep-days", Value: 400, Usage: "forget answers that are older than `N` days; the last good one stays"},
	}...)
}

// which is the terminals that are meant, and the quarantine of some.
type which struct {
	file       string
	terminals  []*inventory.Terminal
	quarantine quarantine.List
}

func parseWhich(in *input) (w which, err error) {
	if w.file = in.c.String("inventory"); w.file == "" {
		return w, usagef("add --inventory fleet.yaml; docs/fleet.md has an example", "no inventory given")
	}
	data, err := in.env.readFile(in.c.Context, w.file)
	if err != nil {
		return w, usagef("--inventory wants a fleet.yaml or an Ansible YAML inventory", "inventory: %v", err)
	}
	inv, err := inventory.Parse(w.file, data)
	if err != nil {
		return w, err
	}
	if w.terminals, err = inv.Limit(in.c.StringSlice("limit")); err != nil {
		return w, err
	}
	file := in.c.String("quarantine")
	if file == "" {
		return w, nil
	}
	if data, err = in.env.readFile(in.c.Context, file); err != nil {
		return w, usagef("--quarantine wants a YAML file", "quarantine: %v", err)
	}
	w.quarantine, err = quarantine.Parse(file, data, inv.Names())
	return w, err
}

func parseThreshold(in *input) (fleet.Threshold, error) {
	th := fleet.Threshold{MaxFail: in.c.Int("max-fail"), MaxRatio: in.c.Float64("max-fail-ratio"), MinSize: in.c.Int("min-size"), MaxAge: in.c.Duration("max-age")}
	switch {
	case th.MaxFail < 0 || th.MinSize < 0 || th.MaxAge < 0:
		return th, usagef("", "a threshold cannot be negative")
	case th.MaxRatio < 0 || th.MaxRatio >= 1:
		return th, usagef("write --max-fail-ratio 0.05 for one terminal in twenty", "--max-fail-ratio is a share, from 0 to less than 1")
	}
	return th, nil
}

// openHistory opens the file that was named, or the user's own.
func openHistory(in *input) (*history.Store, error) {
	path := in.c.String("history")
	if path == "" {
		folder := in.env.getenv("XDG_STATE_HOME")
		if folder == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return nil, usagef("add --history FILE", "where the history is kept is not known: %v", err)
			}
			folder = filepath.Join(home, ".local", "state")
		}
		path = filepath.Join(folder, "poswarm", "fleet.db")
	}
	return history.Open(path)
}
