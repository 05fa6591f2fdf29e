package main

import (
	"context"

	"github.com/urfave/cli/v2"

	"poswarm/scenarios"
	"poswarm/verify/scenario"
)

func scenariosShowCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "the text of a built-in scenario, to start one's own from", ArgsUsage: "NAME",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		BashComplete:       argumentWords(scenarios.Names), Action: action(env, runScenariosShow),
	}
}

func checkScenariosShow(args []string) error {
	if len(args) != 1 {
		return usagef("see poswarm scenarios list", "scenarios show takes one name, got %d", len(args))
	}
	_, err := scenario.Builtin(args[0])
	return err
}

func runScenariosShow(_ context.Context, in *input) error {
	if err := checkScenariosShow(in.args); err != nil {
		return err
	}
	text, _ := scenarios.Read(in.args[0])
	_, err := in.env.stdout.Write(text)
	return err
}
