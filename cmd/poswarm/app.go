package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/strictyaml"
)

// command is one verb of the command line.
type command struct {
	name    string
	summary string
	// usage names the arguments, such as "[SCENARIO…]"; "" takes none.
	usage string
	// about is the long text of the help.
	about string
	flags []cli.Flag
	// exits are the codes that this command can end with.
	exits []int
	subs  []*command
	// words are what a shell may complete an argument with, nil for files.
	words func() []string
	run   func(ctx context.Context, in *input) error
}

// input is a parsed command line.
type input struct {
	env  *environment
	c    *cli.Context
	args []string
}

// commands is the whole command line, in the order of the help.
func commands() []*command {
	return []*command{
		demoCommand(), primeCommand(), verifyCommand(), fleetCommand(), inspectCommand(), scenariosCommand(), addonCommand(),
		completionCommand(), manCommand(), versionCommand(),
	}
}

// dispatch finds the command, parses its flags and runs it.
func dispatch(ctx context.Context, env *environment, words []string) error {
	if completionAsked(words) {
		return writeCompletion(env.stdout, words)
	}
	root := &command{name: "poswarm", subs: commands()}
	cmd, path, rest, err := find(root, words)
	if err != nil {
		return err
	}
	if helpAsked(rest) {
		return writeHelp(env.stdout, cmd, path)
	}
	if len(cmd.subs) > 0 {
		return missingCommand(cmd, path)
	}
	flagWords, args, err := permute(path, cmd.flags, rest)
	if err != nil {
		return err
	}
	return parse(ctx, env, cmd, path, flagWords, func(c *cli.Context) error {
		if err := complete(env, c, cmd.flags); err != nil {
			return err
		}
		env.ui.quiet, env.ui.verbose, env.ui.noColor = c.Bool("quiet"), c.Bool("verbose"), c.Bool("no-color")
		if len(args) > 0 && cmd.usage == "" {
			return usagef("see "+path+" --help", "%s takes no arguments, got %q", path, args[0])
		}
		for i, arg := range args {
			args[i] = env.atHome(arg)
		}
		return cmd.run(ctx, &input{env: env, c: c, args: args})
	})
}

// find walks down the words as long as they name commands.
func find(cmd *command, words []string) (found *command, path string, rest []string, err error) {
	path = cmd.name
	for len(cmd.subs) > 0 {
		if len(words) == 0 || helpAsked(words[:1]) {
			break
		}
		word := words[0]
		if strings.HasPrefix(word, "-") {
			return nil, "", nil, usagef(misplacedHint(path, word), "unknown flag %s before the command", beforeEquals(word))
		}
		i := slices.IndexFunc(cmd.subs, func(c *command) bool { return c.name == word })
		if i < 0 {
			return nil, "", nil, usagef(unknownCommandHint(cmd, path, word), "%s has no command %q", path, word)
		}
		cmd, words = cmd.subs[i], words[1:]
		path += " " + cmd.name
	}
	return cmd, path, words, nil
}

func misplacedHint(path, word string) string {
	if word == "--version" || word == "-V" {
		return "run " + path + " version"
	}
	return "flags belong to a command and stand after it; see " + path + " --help"
}

func unknownCommandHint(cmd *command, path, word string) string {
	if word == "help" {
		return "run " + path + " --help"
	}
	return strictyaml.Suggest(word, names(cmd.subs))
}

func missingCommand(cmd *command, path string) error {
	return usagef("known: "+strings.Join(names(cmd.subs), ", ")+"; see "+path+" --help", "no command after %s", path)
}

func names(list []*command) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.name
	}
	return out
}

// helpAsked looks for -h and --help among the flags.
func helpAsked(words []string) bool {
	for _, w := range words {
		switch w {
		case "--":
			return false
		case "-h", "--help":
			return true
		}
	}
	return false
}

// parse lets urfave/cli read the flags and calls do, whose Context.Context is that
// of the command. Its own help, its exit
// calls and its output are all switched off: it would print usage on stdout
// and exit 3 for an unknown command.
func parse(ctx context.Context, env *environment, cmd *command, path string, flagWords []string, do func(*cli.Context) error) error {
	app := &cli.App{
		Name: path, Flags: cmd.flags, Writer: io.Discard, ErrWriter: io.Discard, Reader: env.stdin,
		HideHelp: true, HideVersion: true, DisableSliceFlagSeparator: true,
		ExitErrHandler: func(*cli.Context, error) {},
		OnUsageError:   func(_ *cli.Context, err error, _ bool) error { return wrongValue(err) },
		Action:         do,
	}
	return app.RunContext(ctx, append([]string{path}, flagWords...))
}
