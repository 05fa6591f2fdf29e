package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"poswarm/addon"
)

func addonCommand() *command {
	return &command{
		name: "addon", summary: "the Odoo addon that this program ships",
		exits: []int{exitHealthy, exitUsage, exitCannotTell},
		subs: []*command{{
			name: "export", summary: "write the addon into a folder or a zip file", usage: "PATH",
			about: "PATH is a folder for Odoo's addons path, or a file ending in .zip. The source of\n" +
				"the worker is written beside it. A folder that holds something else is left alone.",
			flags: []cli.Flag{&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say nothing when it went well"}},
			exits: []int{exitHealthy, exitUsage, exitCannotTell},
			run: func(_ context.Context, in *input) error {
				if len(in.args) != 1 {
					return usagef("write poswarm addon export ./addons", "addon export takes one path, got %d", len(in.args))
				}
				if err := addon.Export(in.args[0]); err != nil {
					return err
				}
				if in.env.ui.quiet {
					return nil
				}
				_, err := fmt.Fprintln(in.env.stdout, in.args[0])
				return err
			},
		}},
	}
}
