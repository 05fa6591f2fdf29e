package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"
)

// completionWord is what the shells' scripts ask with (urfave/cli, BashCompletionFlag).
const completionWord = "--generate-bash-completion"

// commandTree is the command line as urfave/cli knows it, for what it makes of one:
// completion and the man page. What is typed is parsed by dispatch. current is the
// word that is being completed.
func commandTree(w io.Writer, current string) *cli.App {
	app := &cli.App{
		Name: "poswarm", Usage: "makes POS terminals come up complete when their server is away, and proves it",
		UsageText: "poswarm COMMAND [flags] [arguments]", Description: manDescription(),
		EnableBashCompletion: true, HideHelp: true, HideVersion: true, Writer: w, ErrWriter: io.Discard,
	}
	for _, c := range commands() {
		app.Commands = append(app.Commands, branch(c, current))
	}
	return app
}

func branch(c *command, current string) *cli.Command {
	out := &cli.Command{Name: c.name, Usage: c.summary, ArgsUsage: c.usage, Description: strings.TrimSpace(c.about), HideHelp: true}
	for _, sub := range c.subs {
		out.Subcommands = append(out.Subcommands, branch(sub, current))
	}
	out.Flags = c.flags
	if c.words != nil && !strings.HasPrefix(current, "-") {
		out.BashComplete = func(in *cli.Context) {
			cli.DefaultCompleteWithFlags(in.Command)(in)
			for _, word := range c.words() {
				fmt.Fprintln(in.App.Writer, word)
			}
		}
	}
	return out
}

// completionAsked says whether a shell asks for the words that may stand next.
func completionAsked(words []string) bool {
	return len(words) > 0 && words[len(words)-1] == completionWord
}

// writeCompletion writes those words, one a line.
func writeCompletion(w io.Writer, words []string) error {
	current := ""
	if len(words) > 1 {
		current = words[len(words)-2]
	}
	return commandTree(w, current).Run(append([]string{"poswarm"}, words...))
}

func manDescription() string {
	var b strings.Builder
	b.WriteString("Every flag NAME can also be set by the environment variable POSWARM_NAME, or in a YAML file given with --config-file. " +
		"The flag wins over the variable, the variable over the file.\n\nExit status:\n\n")
	for _, code := range rootExits {
		fmt.Fprintf(&b, "- **%d**: %s\n", code, exitText[code])
	}
	return b.String()
}
