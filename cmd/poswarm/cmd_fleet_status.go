package main

import (
	"context"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
)

func fleetStatusCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "status", Usage: "the newest answer of every terminal, without asking any",
		Description:        "A terminal whose newest answer is older than --fresh is silent, whatever it was.",
		CustomHelpTemplate: commandHelp(appExits...),
		Flags:              fleetStatusFlags(), Action: action(env, runFleetStatus),
	}
}

func fleetStatusFlags() []cli.Flag {
	return slices.Concat(whichFlags(), historyFlags(), []cli.Flag{
		&cli.DurationFlag{Name: "fresh", Value: 26 * time.Hour, Usage: "the age up to which an answer counts, a `TIME`"},
	}, thresholdFlags(), outputFlags())
}

func runFleetStatus(_ context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	threshold, err := parseThreshold(in)
	if err != nil {
		return err
	}
	store, err := openHistory(in)
	if err != nil {
		return err
	}
	now := in.env.now()
	doc, err := fleet.Status(fleet.StatusOptions{Inventory: w.file, Terminals: w.terminals, History: store, Quarantine: w.quarantine, Fresh: in.c.Duration("fresh"), Now: now})
	if err != nil {
		return err
	}
	threshold.Apply(doc, now)
	return sinks.finish(in.env, doc, in.c.Bool("strict"))
}
