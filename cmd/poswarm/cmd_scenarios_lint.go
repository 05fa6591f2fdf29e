package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"poswarm/internal/strictyaml"
	"poswarm/scenarios"
	"poswarm/verify/scenario"
)

func scenariosLintCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "lint", Usage: "check scenario files", ArgsUsage: "FILE…",
		Description: "Reads every file and shows all mistakes with their place. Without a file it checks\n" +
			"the built-in scenarios. A JSON Schema for editors is printed by --schema.",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Flags:              scenariosLintFlags(), Action: action(env, runScenariosLint),
	}
}

func scenariosLintFlags() []cli.Flag {
	return []cli.Flag{&cli.BoolFlag{Name: "schema", Usage: "print the JSON Schema of scenario files"}}
}

func runScenariosLint(ctx context.Context, in *input) error {
	switch {
	case in.c.Bool("schema") && len(in.args) > 0:
		return usagef("leave the files out", "--schema prints the schema and reads no file")
	case in.c.Bool("schema"):
		_, err := in.env.stdout.Write(scenarios.Schema)
		return err
	case len(in.args) == 0:
		return lintLibrary(in.env)
	}
	return lintFiles(ctx, in.env, in.args)
}

func lintLibrary(env *environment) error {
	library, err := scenario.Library()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, "%d built-in scenarios are in order\n", len(library))
	return err
}

func lintFiles(ctx context.Context, env *environment, files []string) error {
	var mistakes strictyaml.Errors
	for _, file := range files {
		_, err := loadFile(ctx, env, file)
		var more strictyaml.Errors
		switch {
		case errors.As(err, &more):
			mistakes = append(mistakes, more...)
		case err != nil:
			return err
		}
	}
	if len(mistakes) > 0 {
		return mistakes
	}
	_, err := fmt.Fprintf(env.stdout, "%s in order\n", plural(len(files), "file is", "files are"))
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
