package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet/history"
	"poswarm/internal/report"
	"poswarm/internal/result"
)

func fleetHistoryCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "history", Usage: "earlier runs, or what one terminal answered", ArgsUsage: "[TERMINAL]",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage, exitCannotTell),
		Flags:              fleetHistoryFlags(), Action: action(env, runFleetHistory),
	}
}

func fleetHistoryFlags() []cli.Flag {
	return slices.Concat(historyFlags(), []cli.Flag{
		&cli.IntFlag{Name: "last", Value: 30, Usage: "at most `N` of them, the newest first; 0 is all"},
		listFormatFlag(),
	}, progressFlags())
}

func runFleetHistory(_ context.Context, in *input) error {
	store, err := openHistory(in)
	if err != nil {
		return err
	}
	last := in.c.Int("last")
	switch {
	case last < 0:
		return usagef("--last 0 shows all", "--last cannot be negative")
	case len(in.args) > 1:
		return usagef("ask for one after another, or for none to see the runs", "fleet history takes one terminal, got %d", len(in.args))
	case len(in.args) == 1:
		return writeAnswers(in, store, in.args[0], last)
	}
	return writeRuns(in, store, last)
}

func writeRuns(in *input, store *history.Store, last int) error {
	runs, err := store.Runs(last)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, run := range runs {
		rows = append(rows, []string{local(run.Started), run.Verb, run.Ended.Sub(run.Started).Round(time.Second).String(), report.FleetCounts(run.Counts)})
	}
	return writeRows(in, runs, []string{"RUN", "VERB", "TIME", "TERMINALS"}, rows)
}

func writeAnswers(in *input, store *history.Store, terminal string, last int) error {
	entries, err := store.Terminal(terminal, last)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return usagef("see poswarm fleet list for the names", "the history has nothing of a terminal %q", terminal)
	}
	all := make([]result.FleetTerminal, 0, len(entries))
	var rows [][]string
	for _, entry := range entries {
		t := entry.Terminal
		all = append(all, t)
		rows = append(rows, []string{local(entry.At), string(t.State), string(t.Reason), t.Detail, strings.Join(t.Changed, "; ")})
	}
	return writeRows(in, all, []string{"RUN", "STATE", "REASON", "DETAIL", "CHANGED"}, rows)
}

func local(at time.Time) string { return at.Local().Format("2006-01-02 15:04:05") }
