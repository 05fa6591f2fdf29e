package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/reach"
	"poswarm/internal/report"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// remoteJobs is how many terminals are asked at a time where their Chrome runs
// elsewhere: this machine only waits for them.
const remoteJobs = 32

func runFleetCheck(ctx context.Context, in *input) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	if names := in.c.StringSlice("scenario"); len(names) > 0 {
		for _, t := range w.terminals {
			t.Scenarios = names
		}
	}
	for _, t := range w.terminals {
		if err := fitForTills(t); err != nil {
			return err
		}
	}
	var flags []string
	switch n := in.c.Int("flaky-retries"); {
	case n < 0:
		return usagef("", "--flaky-retries cannot be negative")
	case n > 0:
		flags = append(flags, "--flaky-retries="+strconv.Itoa(n))
	}
	return ask(ctx, in, w, fleet.Options{Verb: "check", Flags: flags})
}

// fitForTills refuses a scenario that does not fit a terminal judged as found.
// What is not one of ours is a file on the terminal, which judges it itself.
func fitForTills(t *inventory.Terminal) error {
	for _, name := range t.Scenarios {
		s, err := scenario.Builtin(name)
		if err != nil {
			if strings.ContainsAny(name, "/.") {
				continue
			}
			return fmt.Errorf("terminal %s: %w", t.Name, err)
		}
		if !s.Safe || !s.Subject.Fits(scenario.AsFound) {
			return usagef("see poswarm scenarios list: it must be safe, and for terminals as found", "terminal %s: the scenario %s is not for a terminal in use", t.Name, name)
		}
	}
	return nil
}

func runFleetPrime(ctx context.Context, in *input) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	if _, err := parseHow(in.c); err != nil {
		return err
	}
	// As they were given: the terminal's own poswarm reads them.
	var flags []string
	for _, flag := range append(howFlags(), createProfileFlag()) {
		words, err := flagWords(in.c, flag)
		if err != nil {
			return err
		}
		flags = append(flags, words...)
	}
	return ask(ctx, in, w, fleet.Options{Verb: "prime", Flags: flags, Secret: func(t *inventory.Terminal) (string, error) { return secretOf(ctx, in.env, t) }})
}

// secretOf reads the password that the inventory names for a terminal.
func secretOf(ctx context.Context, env *environment, t *inventory.Terminal) (string, error) {
	text := ""
	switch {
	case t.PasswordEnv != "":
		if text = env.getenv(t.PasswordEnv); text == "" {
			return "", fmt.Errorf("the environment variable %s with its password is empty", t.PasswordEnv)
		}
	case t.PasswordFile != "":
		data, err := env.readFile(ctx, env.atHome(t.PasswordFile))
		if err != nil {
			return "", fmt.Errorf("its password file: %w", err)
		}
		text = string(data)
	}
	return onFirstLine(text), nil
}

// passwordVariables are the environment variables with the terminals' passwords.
func passwordVariables(terminals []*inventory.Terminal) []string {
	var out []string
	for _, t := range terminals {
		if t.PasswordEnv != "" {
			out = append(out, t.PasswordEnv)
		}
	}
	return out
}

// ask talks to the terminals and writes one answer.
func ask(ctx context.Context, in *input, w which, o fleet.Options) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	threshold, err := parseThreshold(in)
	if err != nil {
		return err
	}
	if err := askLimits(in, &o); err != nil {
		return err
	}
	if o.History, err = openHistory(in); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	o.Inventory, o.Terminals, o.Quarantine = w.file, w.terminals, w.quarantine
	o.Carrier = &reach.Processes{Program: program, Connect: in.c.Duration("connect-timeout"), Secrets: passwordVariables(w.terminals)}
	board := newBoard(in.env.ui, in.env.now)
	o.Progress, o.Now = board.step, in.env.now
	doc, trouble := fleet.Run(ctx, o)
	board.end()
	if ctx.Err() == nil && trouble == nil {
		trouble = o.History.Forget(in.env.now().AddDate(0, 0, -in.c.Int("keep-days")))
	}
	threshold.Apply(doc, in.env.now())
	bad := sinks.finish(in.env, doc, in.c.Bool("strict"))
	if trouble == nil {
		return bad
	}
	if bad != nil {
		in.env.ui.fail(trouble, exitCode(bad))
		return bad
	}
	return trouble
}

func askLimits(in *input, o *fleet.Options) error {
	c := in.c
	jobs := c.Int("jobs")
	o.LocalJobs, o.RemoteJobs = max(in.env.cores, 1), remoteJobs
	if jobs > 0 {
		o.LocalJobs, o.RemoteJobs = jobs, jobs
	}
	o.Deadline, o.Jitter, o.Tries = c.Duration("deadline"), c.Duration("jitter"), c.Int("tries")
	switch {
	case jobs < 0 || o.Jitter < 0:
		return usagef("", "--jobs and --jitter cannot be negative")
	case o.Deadline <= 0 || c.Duration("connect-timeout") <= 0:
		return usagef("write it like 90s or 5m", "--deadline and --connect-timeout must be longer than nothing")
	case o.Tries < 1:
		return usagef("", "--tries is at least 1")
	case c.Int("keep-days") < 1:
		return usagef("", "--keep-days is at least 1")
	}
	return nil
}

func runFleetStatus(_ context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	threshold, err := parseThreshold(in)
	if err != nil {
		return err
	}
	store, err := openHistory(in)
	if err != nil {
		return err
	}
	now := in.env.now()
	doc, err := fleet.Status(fleet.StatusOptions{Inventory: w.file, Terminals: w.terminals, History: store, Quarantine: w.quarantine, Fresh: in.c.Duration("fresh"), Now: now})
	if err != nil {
		return err
	}
	threshold.Apply(doc, now)
	return sinks.finish(in.env, doc, in.c.Bool("strict"))
}

// listed is a terminal in the JSON list. It says where a password stands, never
// what it is.
type listed struct {
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
	all := []listed{}
	var rows [][]string
	for _, t := range w.terminals {
		all = append(all, listed{t.Name, append([]string{}, t.Groups...), t.Where(), t.URL, t.Configs, t.Profile, t.Attach, t.Login})
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

func runFleetHistory(_ context.Context, in *input) error {
	store, err := openHistory(in)
	if err != nil {
		return err
	}
	last := in.c.Int("last")
	if last < 0 {
		return usagef("", "--last cannot be negative")
	}
	switch len(in.args) {
	case 0:
		runs, err := store.Runs(last)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, run := range runs {
			rows = append(rows, []string{local(run.Started), run.Verb, run.Ended.Sub(run.Started).Round(time.Second).String(), report.FleetCounts(run.Counts)})
		}
		return writeRows(in, runs, []string{"RUN", "VERB", "TIME", "TERMINALS"}, rows)
	case 1:
		entries, err := store.Terminal(in.args[0], last)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return usagef("see poswarm fleet list for the names", "the history has nothing of a terminal %q", in.args[0])
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
	return usagef("", "fleet history takes one terminal, got %d", len(in.args))
}

func local(at time.Time) string { return at.Local().Format("2006-01-02 15:04:05") }

// writeRows writes a list as a table or as JSON.
func writeRows(in *input, all any, head []string, rows [][]string) error {
	switch kind := in.c.String("format"); kind {
	case "text":
		return report.Rows(in.env.stdout, head, rows, in.env.ui.reportOptions())
	case "json":
		return report.JSON(in.env.stdout, all)
	default:
		return usagef("known: json, text", "unknown format %q", kind)
	}
}
