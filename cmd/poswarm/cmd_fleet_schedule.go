package main

import (
	"context"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/schedule"
)

// fleetScheduleCommand prints what has a system run `fleet check` with the flags given.
func fleetScheduleCommand(env *environment, name, summary string) *cli.Command {
	return &cli.Command{
		Name: name, Usage: summary,
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Flags:              fleetScheduleFlags(),
		Action: action(env, func(_ context.Context, in *input) error {
			return runFleetSchedule(in, name == printTaskFlag)
		}),
	}
}

func fleetScheduleFlags() []cli.Flag { return slices.Concat(askFlags(), timeFlags(), outputFlags()) }

func runFleetSchedule(in *input, task bool) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	limit := time.Duration(len(w.terminals)) * in.c.Duration("deadline")
	return writeSchedule(in, schedule.Job{Name: "poswarm-fleet", Description: "Ask every POS terminal whether it survives a dead server",
		Args: []string{"fleet", "check"}, Limit: min(limit, 12*time.Hour)}, task)
}
