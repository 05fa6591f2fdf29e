package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"poswarm/addon"
)

func addonCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "addon", Usage: "the Odoo addon that this program ships",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage, exitCannotTell),
		Subcommands: []*cli.Command{{
			Name: "export", Usage: "write the addon into a folder or a zip file", ArgsUsage: "PATH",
			Description: "PATH is a folder for Odoo's addons path, or a file ending in .zip. The source of\n" +
				"the worker is written beside it. A folder that holds something else is left alone.",
			CustomHelpTemplate: commandHelp(exitHealthy, exitUsage, exitCannotTell),
			Flags:              addonExportFlags(), Action: action(env, runAddonExport),
		}},
	}
}

func addonExportFlags() []cli.Flag {
	return []cli.Flag{&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say nothing when it went well"}}
}

func checkAddonExport(args []string) error {
	if len(args) != 1 {
		return usagef("write poswarm addon export ./addons", "addon export takes one path, got %d", len(args))
	}
	return nil
}

func runAddonExport(_ context.Context, in *input) error {
	if err := checkAddonExport(in.args); err != nil {
		return err
	}
	if err := addon.Export(in.args[0]); err != nil {
		return err
	}
	if in.env.ui.Quiet {
		return nil
	}
	_, err := fmt.Fprintln(in.env.stdout, in.args[0])
	return err
}
