package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/strictyaml"
)

// newApp is the command line: urfave/cli parses it, and makes help, completion and
// the manual page of it.
func newApp(env *environment) *cli.App {
	app := &cli.App{
		Name: "poswarm", Usage: "makes POS terminals come up complete when their server is away, and proves it",
		UsageText: "poswarm COMMAND [flags] [arguments]", Description: settingsText, CustomAppHelpTemplate: appHelp(),
		Commands: commands(env), Action: noCommand,
		Reader: env.stdin, Writer: io.Discard, ErrWriter: io.Discard,
		EnableBashCompletion: true, DisableSliceFlagSeparator: true, HideHelpCommand: true, HideVersion: true,
		ExitErrHandler: func(*cli.Context, error) {}, // exit.go alone chooses exit codes
	}
	prepare(env, app.Commands)
	return app
}

const settingsText = `Every flag NAME can also be set by the environment variable POSWARM_NAME, or in a
YAML file given with --config-file. The flag wins over the variable, the variable
over the file.`

// commands are those of the command line, in the order of the help.
func commands(env *environment) []*cli.Command {
	return []*cli.Command{
		demoCommand(env), primeCommand(env), verifyCommand(env), fleetCommand(env), inspectCommand(env), scenariosCommand(env), addonCommand(env),
		completionCommand(env), manCommand(env), versionCommand(env),
	}
}

// prepare gives every command what all of them have. urfave/cli would print usage
// on stdout, and exit 3, for a mistake.
func prepare(env *environment, list []*cli.Command) {
	for _, c := range list {
		c.HideHelpCommand = true
		c.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return wrongValue(err) }
		if len(c.Subcommands) > 0 {
			c.Action = noCommand
			prepare(env, c.Subcommands)
			continue
		}
		c.Before = func(c *cli.Context) error { return settle(env, c) }
	}
}

// dispatch runs one command line.
func dispatch(ctx context.Context, env *environment, words []string) error {
	app := newApp(env)
	if completionAsked(words) {
		if slices.Contains(words, "--") {
			return nil // only arguments follow, and urfave/cli would run the command
		}
	} else {
		var err error
		if words, err = permute(app, words); err != nil {
			return err
		}
	}
	// What urfave/cli writes itself is help and completion. It drops the error of a
	// stdout that cannot be written.
	var text bytes.Buffer
	app.Writer = &text
	if err := app.RunContext(ctx, append([]string{app.Name}, words...)); err != nil || text.Len() == 0 {
		return err
	}
	_, err := text.WriteTo(env.stdout)
	return err
}

// settle completes the flags of a command before it runs.
func settle(env *environment, c *cli.Context) error {
	if err := complete(env, c); err != nil {
		return err
	}
	env.ui.Quiet, env.ui.Verbose, env.ui.NoColor = c.Bool("quiet"), c.Bool("verbose"), c.Bool("no-color")
	if path := c.Command.HelpName; c.Args().Present() && c.Command.ArgsUsage == "" {
		return usagef("see "+path+" --help", "%s takes no arguments, got %q", path, c.Args().First())
	}
	return nil
}

// input is a parsed command line.
type input struct {
	env  *environment
	c    *cli.Context
	args []string
}

// action is what a command does with its parsed line.
func action(env *environment, run func(context.Context, *input) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		args := c.Args().Slice()
		for i, arg := range args {
			args[i] = env.atHome(arg)
		}
		return run(c.Context, &input{env, c, args})
	}
}

// noCommand answers a line whose command is missing or unknown.
func noCommand(c *cli.Context) error {
	path, known := c.Command.HelpName, names(c.Command.Subcommands)
	word := c.Args().First()
	switch {
	case !c.Args().Present():
		return usagef("known: "+strings.Join(known, ", ")+"; see "+path+" --help", "no command after %s", path)
	case word == "help":
		return usagef("run "+path+" --help", "%s has no command %q", path, word)
	}
	return usagef(strictyaml.Suggest(word, known), "%s has no command %q", path, word)
}

func names(list []*cli.Command) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.Name
	}
	return out
}
