package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:embed completion/poswarm.bash
var bashCompletion string

//go:embed completion/poswarm.zsh
var zshCompletion string

//go:embed completion/poswarm.ps1
var powershellCompletion string

// shells lists those that there is a script for.
func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

// completion is the script of a shell, "" for an unknown one.
func completion(shell string) (string, error) {
	switch shell {
	case "bash":
		return bashCompletion, nil
	case "fish":
		return commandTree(io.Discard, "").ToFishCompletion()
	case "powershell":
		return powershellCompletion, nil
	case "zsh":
		return zshCompletion, nil
	}
	return "", nil
}

func completionCommand() *command {
	return &command{
		name: "completion", summary: "a script that completes commands, flags and names of scenarios in a shell", usage: "SHELL",
		about: "SHELL is " + strings.Join(shells(), ", ") + ". For bash: source <(poswarm completion bash)",
		exits: []int{exitHealthy, exitUsage},
		words: shells,
		run: func(_ context.Context, in *input) error {
			if len(in.args) != 1 {
				return usagef("write poswarm completion bash", "completion takes the name of one shell, got %d", len(in.args))
			}
			text, err := completion(in.args[0])
			if err != nil {
				return fmt.Errorf("writing the completion of %s: %w", in.args[0], err)
			}
			if text == "" {
				return usagef("known: "+strings.Join(shells(), ", "), "unknown shell %q", in.args[0])
			}
			_, err = fmt.Fprint(in.env.stdout, text)
			return err
		},
	}
}
