package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/clean"
	"poswarm/verify/scenario"
)

func scenariosListCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "name and title of the built-in scenarios",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Flags:              []cli.Flag{listFormatFlag()}, Action: action(env, runScenariosList),
	}
}

func runScenariosList(_ context.Context, in *input) error {
	library, err := scenario.Library()
	if err != nil {
		return err
	}
	doc := struct {
		Schema    string           `json:"schema"`
		Scenarios []listedScenario `json:"scenarios"`
	}{Schema: "poswarm.scenarios/v1"}
	for _, s := range library {
		requires := append([]scenario.Requirement{}, s.Requires...)
		doc.Scenarios = append(doc.Scenarios, listedScenario{s.Name, s.Title, s.Safe, s.Subject, requires})
	}
	return writeList(in, doc, func() error { return listScenarios(in.env, library) })
}

// listedScenario is one scenario in the JSON list.
type listedScenario struct {
	Name     string                 `json:"name"`
	Title    string                 `json:"title"`
	Safe     bool                   `json:"safe"`
	Subject  scenario.Subject       `json:"subject"`
	Requires []scenario.Requirement `json:"requires"`
}

func listScenarios(env *environment, list []*scenario.Scenario) error {
	wide := 0
	for _, s := range list {
		wide = max(wide, len(s.Name))
	}
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%-*s  %s%s\n", wide, s.Name, clean.Line(s.Title), notes(s))
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
