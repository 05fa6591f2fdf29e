package main

import (
	"context"
	"path/filepath"
	"strings"

	"poswarm/verify/scenario"
)

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
