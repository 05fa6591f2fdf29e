package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/inventory"
	"poswarm/verify/scenario"
)

func fleetCheckCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "judge every terminal as found, and say which will not survive the day",
		Description: `Runs each terminal's own poswarm, here or over ssh, on a copy of its profile. Nothing
of a terminal is changed, no password of Odoo is needed, and only scenarios that write
nothing are run: cold-start and reload-sub-path where the inventory names none. What each
terminal answered is kept in the history, and compared with the run before.`,
		CustomHelpTemplate: commandHelp(appExits...),
		Flags:              fleetCheckFlags(), Action: action(env, runFleetCheck),
	}
}

func fleetCheckFlags() []cli.Flag {
	return slices.Concat(askFlags(), []cli.Flag{
		&cli.IntFlag{Name: "flaky-retries", Usage: "have a terminal run what failed up to `N` more times; a later pass makes it flaky, never ok"},
		&cli.StringSliceFlag{Name: "scenario", Usage: "check the scenario `NAME` instead of the inventory's; repeatable"},
	}, outputFlags())
}

// parseFleetCheck gives the flags of each terminal's own poswarm.
func parseFleetCheck(c *cli.Context) ([]string, error) {
	switch n := c.Int("flaky-retries"); {
	case n < 0:
		return nil, usagef("write --flaky-retries 1, or leave it out: nothing is retried then", "--flaky-retries cannot be negative")
	case n > 0:
		return []string{"--flaky-retries=" + strconv.Itoa(n)}, nil
	}
	return nil, nil
}

// fitForTerminal refuses a scenario that does not fit a terminal judged as found.
// What is not one of ours is a file on the terminal, which judges it itself.
func fitForTerminal(t *inventory.Terminal) error {
	for _, name := range t.Scenarios {
		s, err := scenario.Builtin(name)
		if err != nil {
			if strings.ContainsAny(name, "/.") {
				continue
			}
			return fmt.Errorf("terminal %s: %w", t.Name, err)
		}
		if !s.Safe || !s.Subject.Fits(scenario.AsFound) {
			return usagef("see poswarm scenarios list: it must be safe, and for terminals as found", "terminal %s: the scenario %s is not for a terminal in use", t.Name, name)
		}
	}
	return nil
}

func runFleetCheck(ctx context.Context, in *input) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	for _, t := range w.terminals {
		if names := in.c.StringSlice("scenario"); len(names) > 0 {
			t.Scenarios = names
		}
		if err := fitForTerminal(t); err != nil {
			return err
		}
	}
	flags, err := parseFleetCheck(in.c)
	if err != nil {
		return err
	}
	return ask(ctx, in, w, fleet.Options{Verb: "check", Flags: flags})
}
