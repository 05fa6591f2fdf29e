package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/report"
	"poswarm/internal/strictyaml"
	"poswarm/scenarios"
	"poswarm/verify/scenario"
)

func scenariosCommand() *command {
	return &command{
		name: "scenarios", summary: "the scenarios that verify runs",
		exits: []int{exitHealthy, exitUsage},
		subs: []*command{
			{
				name: "list", summary: "name and title of the built-in scenarios",
				flags: []cli.Flag{&cli.StringFlag{Name: "format", Value: "text", Usage: "`KIND` of output: text or json"}},
				exits: []int{exitHealthy, exitUsage},
				run:   runScenariosList,
			},
			{
				name: "show", summary: "the text of a built-in scenario, to start one's own from", usage: "NAME", words: scenarios.Names,
				exits: []int{exitHealthy, exitUsage},
				run:   runScenariosShow,
			},
			{
				name: "lint", summary: "check scenario files", usage: "FILE…",
				about: "Reads every file and shows all mistakes with their place. Without a file it checks\n" +
					"the built-in scenarios. A JSON Schema for editors is printed by --schema.",
				flags: []cli.Flag{&cli.BoolFlag{Name: "schema", Usage: "print the JSON Schema of scenario files"}},
				exits: []int{exitHealthy, exitUsage},
				run:   runScenariosLint,
			},
		},
	}
}

// listedScenario is one scenario in the JSON list.
type listedScenario struct {
	Name     string                 `json:"name"`
	Title    string                 `json:"title"`
	Safe     bool                   `json:"safe"`
	Subject  scenario.Subject       `json:"subject"`
	Requires []scenario.Requirement `json:"requires"`
}

func runScenariosList(_ context.Context, in *input) error {
	library, err := scenario.Library()
	if err != nil {
		return err
	}
	switch kind := in.c.String("format"); kind {
	case "json":
		doc := struct {
			Schema    string           `json:"schema"`
			Scenarios []listedScenario `json:"scenarios"`
		}{Schema: "poswarm.scenarios/v1"}
		for _, s := range library {
			requires := append([]scenario.Requirement{}, s.Requires...)
			doc.Scenarios = append(doc.Scenarios, listedScenario{s.Name, s.Title, s.Safe, s.Subject, requires})
		}
		return report.JSON(in.env.stdout, doc)
	case "text":
		return listScenarios(in.env, library)
	default:
		return usagef("known: json, text", "unknown format %q", kind)
	}
}

func listScenarios(env *environment, list []*scenario.Scenario) error {
	wide := 0
	for _, s := range list {
		wide = max(wide, len(s.Name))
	}
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%-*s  %s%s\n", wide, s.Name, harmless(s.Title), notes(s))
	}
	_, err := fmt.Fprint(env.stdout, b.String())
	return err
}

// notes says what a scenario needs, in brackets.
func notes(s *scenario.Scenario) string {
	var parts []string
	if !s.Safe {
		parts = append(parts, "writes")
	}
	for _, r := range s.Requires {
		parts = append(parts, "needs "+string(r))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func runScenariosShow(_ context.Context, in *input) error {
	if len(in.args) != 1 {
		return usagef("see poswarm scenarios list", "scenarios show takes one name, got %d", len(in.args))
	}
	if _, err := scenario.Builtin(in.args[0]); err != nil {
		return err
	}
	text, _ := scenarios.Read(in.args[0])
	_, err := in.env.stdout.Write(text)
	return err
}

func runScenariosLint(ctx context.Context, in *input) error {
	if in.c.Bool("schema") {
		if len(in.args) > 0 {
			return usagef("leave the files out", "--schema prints the schema and reads no file")
		}
		_, err := in.env.stdout.Write(scenarios.Schema)
		return err
	}
	if len(in.args) == 0 {
		library, err := scenario.Library()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(in.env.stdout, "%d built-in scenarios are in order\n", len(library))
		return err
	}
	var mistakes strictyaml.Errors
	for _, file := range in.args {
		_, err := loadFile(ctx, in.env, file)
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
	_, err := fmt.Fprintf(in.env.stdout, "%s in order\n", plural(len(in.args), "file is", "files are"))
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// isFile says whether an argument is meant as a file and not as a name: so that
// a file called like a scenario never takes its place by accident.
func isFile(argument string) bool {
	ext := filepath.Ext(argument)
	return strings.ContainsAny(argument, `/\`) || ext == ".yaml" || ext == ".yml"
}

func loadFile(ctx context.Context, env *environment, file string) (*scenario.Scenario, error) {
	data, err := env.readFile(ctx, file)
	if err != nil {
		return nil, usagef("poswarm scenarios list shows the built-in ones", "scenario file: %v", err)
	}
	return scenario.Parse(file, data)
}

// loadScenarios reads what stands on the command line: names and files.
func loadScenarios(ctx context.Context, env *environment, args []string) ([]*scenario.Scenario, error) {
	var out []*scenario.Scenario
	seen := map[string]string{}
	for _, arg := range args {
		load := scenario.Builtin
		if isFile(arg) {
			load = func(file string) (*scenario.Scenario, error) { return loadFile(ctx, env, file) }
		}
		s, err := load(arg)
		if err != nil {
			return nil, err
		}
		if other, twice := seen[s.Name]; twice {
			return nil, usagef("results are told apart by name: rename one of the two", "two scenarios are called %s: %s and %s", s.Name, other, arg)
		}
		seen[s.Name] = arg
		out = append(out, s)
	}
	return out, nil
}
