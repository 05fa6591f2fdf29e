package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// manSection is that of programs (man-pages(7)).
const manSection = 1

func manCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "man", Usage: "the manual page, in roff", Description: "To read it: poswarm man | man -l -",
		CustomHelpTemplate: commandHelp(exitHealthy), Action: action(env, runMan),
	}
}

func runMan(_ context.Context, in *input) error {
	app := newApp(in.env)
	app.Description = manDescription()
	page, err := app.ToManWithSection(manSection)
	if err != nil {
		return fmt.Errorf("writing the manual page: %w", err)
	}
	_, err = fmt.Fprint(in.env.stdout, page)
	return err
}

func manDescription() string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(settingsText, "\n", " ") + "\n\nExit status:\n\n")
	for _, code := range appExits {
		fmt.Fprintf(&b, "- **%d**: %s\n", code, exitText[code])
	}
	return b.String()
}
