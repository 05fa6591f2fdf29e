package main

import "github.com/urfave/cli/v2"

// scenariosCommand is everything about the library of scenarios.
func scenariosCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "scenarios", Usage: "the scenarios that verify runs",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Subcommands:        []*cli.Command{scenariosListCommand(env), scenariosShowCommand(env), scenariosLintCommand(env)},
	}
}
