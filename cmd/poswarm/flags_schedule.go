package main

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/schedule"
)

const (
	printSystemdFlag = "print-systemd"
	printTaskFlag    = "print-task"
)

// scheduleFlags print what has the system run this very command every day.
func scheduleFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.BoolFlag{Name: printSystemdFlag, Usage: "print a systemd service and timer that run this command line every day, and do nothing"},
		&cli.BoolFlag{Name: printTaskFlag, Usage: "print a Windows task (XML for schtasks) that does, and do nothing"},
	}, timeFlags()...)
}

// timeFlags are when a printed schedule runs, and as whom.
func timeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "at", Value: "05:00", Usage: "the `HH:MM` of the printed timer or task"},
		&cli.DurationFlag{Name: "spread", Value: 15 * time.Minute, Usage: "start up to `TIME` later, so that a chain's terminals do not all come at once"},
		&cli.StringFlag{Name: "as", Usage: "the `USER` of the printed service or task, whose profile it is (default: you)"},
	}
}

// printSchedule writes the units or the task that were asked for, and tells
// whether any were.
func printSchedule(in *input, job schedule.Job) (done bool, err error) {
	systemd, task := in.c.Bool(printSystemdFlag), in.c.Bool(printTaskFlag)
	if !systemd && !task {
		for _, name := range []string{"at", "spread", "as"} {
			if in.c.IsSet(name) {
				return false, usagef("add one of them, or leave --"+name+" out", "--%s needs --print-systemd or --print-task", name)
			}
		}
		return false, nil
	}
	if systemd && task {
		return false, usagef("leave one of them out", "give only one of --print-systemd (Linux), --print-task (Windows)")
	}
	return true, writeSchedule(in, job, task)
}

// writeSchedule writes the units, or the task, for the flags that were given.
func writeSchedule(in *input, job schedule.Job, task bool) (err error) {
	job.At, job.Spread, job.User = in.c.String("at"), in.c.Duration("spread"), in.c.String("as")
	if err := schedule.CheckTime(job.At); err != nil {
		return usagef("write --at 05:30", "--at: %v", err)
	}
	if job.Spread < 0 {
		return usagef("write --spread 15m", "--spread cannot be negative")
	}
	if in.c.String("password-file") == "-" {
		return usagef("name a file that only the user of the service can read", "--password-file - reads a stdin that a service does not have")
	}
	if err := fillJob(in, &job); err != nil {
		return err
	}
	text, err := job.Systemd()
	if task {
		text, err = job.Windows()
	}
	if err == nil {
		_, err = fmt.Fprint(in.env.stdout, text)
	}
	return err
}

// fillJob has the job start this program with the flags that were given.
func fillJob(in *input, job *schedule.Job) (err error) {
	if job.Program, err = os.Executable(); err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	if job.User == "" {
		who, err := user.Current()
		if err != nil {
			return usagef("add --as USER", "who you are is not known: %v", err)
		}
		job.User = who.Username
	}
	for _, flag := range in.c.Command.VisibleFlags() {
		if flag.Names()[0] == createProfileName {
			continue // it is of the first day, see createProfileFlag
		}
		words, err := flagWords(in.c, flag)
		if err != nil {
			return err
		}
		job.Args = append(job.Args, words...)
	}
	job.Args = append(job.Args, in.args...)
	return nil
}

// flagWords is one flag as it would be written, with absolute paths; nothing
// when it was not given. What stood in the environment or in a config file is
// written out, as a service has neither.
func flagWords(c *cli.Context, flag cli.Flag) (words []string, err error) {
	name := flag.Names()[0]
	if !c.IsSet(name) || slices.Contains([]string{printSystemdFlag, printTaskFlag, "at", "spread", "as", configFileFlag}, name) {
		return nil, nil
	}
	var values []string
	switch flag.(type) {
	case *cli.BoolFlag:
		if c.Bool(name) {
			return []string{"--" + name}, nil
		}
		return nil, nil
	case *cli.StringSliceFlag:
		values = c.StringSlice(name)
	default:
		values = []string{fmt.Sprint(c.Value(name))}
	}
	for _, value := range values {
		if value, err = absolute(name, value); err != nil {
			return nil, err
		}
		// One word: a value may begin with a hyphen, as --lang=de does.
		words = append(words, "--"+name+"="+value)
	}
	return words, nil
}

// absolute makes the path in a flag's value one that holds in every folder: a
// service starts in another one than its author.
func absolute(name, value string) (string, error) {
	path, before := value, ""
	switch kind, file, found := strings.Cut(value, "="); {
	case name == "format" && found:
		path, before = file, kind+"="
	case !slices.Contains(pathFlags, name) || name == "chrome" && !strings.ContainsAny(value, `/\`):
		return value, nil
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("--%s: %w", name, err)
	}
	return before + path, nil
}
