package main

import (
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/history"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/quarantine"
)

// whichFlags say which terminals are meant.
func whichFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "inventory", Usage: "the terminals: a fleet.yaml or an Ansible YAML inventory, `FILE`"},
		&cli.StringSliceFlag{Name: "limit", Usage: "only the terminals of a `GROUP|GLOB`, such as north or till-1*; repeatable"},
		&cli.StringFlag{Name: "quarantine", Usage: "terminals that somebody answers for until a day: the YAML `FILE`"},
	}
}

// which is the terminals that are meant, and the quarantine of some.
type which struct {
	file       string
	terminals  []*inventory.Terminal
	quarantine quarantine.List
}

func parseWhich(in *input) (w which, err error) {
	if w.file = in.c.String("inventory"); w.file == "" {
		return w, usagef("add --inventory fleet.yaml; docs/fleet.md has an example", "no inventory given")
	}
	data, err := in.env.readFile(in.c.Context, w.file)
	if err != nil {
		return w, usagef("--inventory wants a fleet.yaml or an Ansible YAML inventory", "inventory: %v", err)
	}
	inv, err := inventory.Parse(w.file, data)
	if err != nil {
		return w, err
	}
	if w.terminals, err = inv.Limit(in.c.StringSlice("limit")); err != nil {
		return w, err
	}
	file := in.c.String("quarantine")
	if file == "" {
		return w, nil
	}
	if data, err = in.env.readFile(in.c.Context, file); err != nil {
		return w, usagef("--quarantine wants a YAML file", "quarantine: %v", err)
	}
	w.quarantine, err = quarantine.Parse(file, data, inv.Names())
	return w, err
}

func historyFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "history", Usage: "keep what terminals answered in the `FILE` (default: poswarm/fleet.db in the user's state folder)"},
	}
}

// openHistory opens the file that was named, or the user's own.
func openHistory(in *input) (*history.Store, error) {
	path := in.c.String("history")
	if path == "" {
		folder := in.env.getenv("XDG_STATE_HOME")
		if folder == "" {
			home, err := os.UserHomeDir()
			if err != nil {
				return nil, usagef("add --history FILE", "where the history is kept is not known: %v", err)
			}
			folder = filepath.Join(home, ".local", "state")
		}
		path = filepath.Join(folder, "poswarm", "fleet.db")
	}
	return history.Open(path)
}

func thresholdFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "max-fail", Usage: "tolerate up to `N` terminals that are not good"},
		&cli.Float64Flag{Name: "max-fail-ratio", Usage: "tolerate up to this share of them, `0.05` for one in twenty"},
		&cli.IntFlag{Name: "min-size", Value: 20, Usage: "apply --max-fail-ratio only to `N` terminals or more"},
		&cli.DurationFlag{Name: "max-age", Usage: "never tolerate a terminal that was ready more than `TIME` ago, such as 72h"},
		&cli.BoolFlag{Name: "strict", Usage: "count degraded as failed"},
	}
}

func parseThreshold(in *input) (fleet.Threshold, error) {
	th := fleet.Threshold{MaxFail: in.c.Int("max-fail"), MaxRatio: in.c.Float64("max-fail-ratio"), MinSize: in.c.Int("min-size"), MaxAge: in.c.Duration("max-age")}
	switch {
	case th.MaxFail < 0 || th.MinSize < 0 || th.MaxAge < 0:
		return th, usagef("0 tolerates none; --max-age 0 tolerates any age", "--max-fail, --min-size and --max-age cannot be negative")
	case th.MaxRatio < 0 || th.MaxRatio >= 1:
		return th, usagef("write --max-fail-ratio 0.05 for one terminal in twenty", "--max-fail-ratio is a share, from 0 to less than 1")
	}
	return th, nil
}
