package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/report"
)

func fleetListCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "the terminals of the inventory",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Flags:              fleetListFlags(), Action: action(env, runFleetList),
	}
}

func fleetListFlags() []cli.Flag {
	return slices.Concat(whichFlags(), []cli.Flag{listFormatFlag()}, progressFlags())
}

// listedTerminal is a terminal in the JSON list. It says where a password stands, never
// what it is.
type listedTerminal struct {
	Name    string   `json:"name"`
	Groups  []string `json:"groups"`
	Where   string   `json:"where"`
	URL     string   `json:"url"`
	Configs []int    `json:"configs"`
	Profile string   `json:"profile,omitempty"`
	Attach  string   `json:"attach,omitempty"`
	Login   string   `json:"login,omitempty"`
}

func runFleetList(_ context.Context, in *input) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	all := []listedTerminal{}
	var rows [][]string
	for _, t := range w.terminals {
		all = append(all, listedTerminal{t.Name, append([]string{}, t.Groups...), t.Where(), t.URL, t.Configs, t.Profile, t.Attach, t.Login})
		rows = append(rows, []string{t.Name, strings.Join(t.Groups, " "), t.Where(), t.URL, numbers(t.Configs)})
	}
	return writeRows(in, all, []string{"TERMINAL", "GROUPS", "WHERE", "SERVER", "POS"}, rows)
}

func numbers(all []int) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// writeRows writes a list as a table or as JSON.
func writeRows(in *input, all any, head []string, rows [][]string) error {
	return writeList(in, all, func() error { return report.Rows(in.env.stdout, head, rows, in.env.reportOptions()) })
}
