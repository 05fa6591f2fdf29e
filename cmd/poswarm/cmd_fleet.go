package main

import "github.com/urfave/cli/v2"

// fleetCommand is everything about many terminals.
func fleetCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "fleet", Usage: "one answer for every terminal of an inventory",
		CustomHelpTemplate: commandHelp(appExits...),
		Subcommands: []*cli.Command{
			fleetCheckCommand(env), fleetPrimeCommand(env), fleetStatusCommand(env), fleetListCommand(env), fleetHistoryCommand(env),
			fleetScheduleCommand(env, printSystemdFlag, "print a systemd service and timer that check the fleet every night"),
			fleetScheduleCommand(env, printTaskFlag, "print a Windows task that does, XML for schtasks"),
		},
	}
}
