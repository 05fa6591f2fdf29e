package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

//go:embed completion/poswarm.bash
var bashCompletion string

//go:embed completion/poswarm.zsh
var zshCompletion string

//go:embed completion/poswarm.ps1
var powershellCompletion string

func completionCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: "a script that completes commands, flags and names of scenarios in a shell", ArgsUsage: "SHELL",
		Description:        "SHELL is " + strings.Join(shells(), ", ") + ". For bash: source <(poswarm completion bash)",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		BashComplete:       argumentWords(shells), Action: action(env, runCompletion),
	}
}

// shells lists those that there is a script for.
func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

func checkCompletion(args []string) error {
	switch {
	case len(args) != 1:
		return usagef("write poswarm completion bash", "completion takes the name of one shell, got %d", len(args))
	case !slices.Contains(shells(), args[0]):
		return usagef("known: "+strings.Join(shells(), ", "), "unknown shell %q", args[0])
	}
	return nil
}

func runCompletion(_ context.Context, in *input) error {
	if err := checkCompletion(in.args); err != nil {
		return err
	}
	text, err := completionScript(in.env, in.args[0])
	if err != nil {
		return fmt.Errorf("writing the completion of %s: %w", in.args[0], err)
	}
	_, err = fmt.Fprint(in.env.stdout, text)
	return err
}

// completionScript is the script of one of the shells.
func completionScript(env *environment, shell string) (string, error) {
	switch shell {
	case "bash":
		return bashCompletion, nil
	case "powershell":
		return powershellCompletion, nil
	case "zsh":
		return zshCompletion, nil
	}
	return newApp(env).ToFishCompletion()
}

// completionWord is what the shells' scripts ask with (urfave/cli, BashCompletionFlag).
const completionWord = "--generate-bash-completion"

// completionAsked says whether a shell asks for the words that may stand next.
func completionAsked(words []string) bool {
	return len(words) > 0 && words[len(words)-1] == completionWord
}

// argumentWords completes the arguments of a command beside its flags. The word that
// is being completed is taken from where urfave/cli takes it.
func argumentWords(words func() []string) cli.BashCompleteFunc {
	return func(c *cli.Context) {
		cli.DefaultCompleteWithFlags(c.Command)(c)
		if current := os.Args[max(0, len(os.Args)-2)]; strings.HasPrefix(current, "-") {
			return
		}
		for _, word := range words() {
			fmt.Fprintln(c.App.Writer, word)
		}
	}
}
