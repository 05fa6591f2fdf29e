// The tests of this package prove what a user of the command line meets: its words,
// exit codes, files and signals, as stories in testdata, and those that need a
// browser against demo shops.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"poswarm/internal/chrome"
	"poswarm/internal/odoo"
	"poswarm/internal/outage"
	"poswarm/internal/result"
	"poswarm/internal/ui"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

func TestMain(m *testing.M) {
	outage.RunHelper()
	testscript.Main(m, map[string]func(){"poswarm": main})
}

// The command line as its users meet it: one story a file.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits}})
}

// exits is a command of the scripts: exits CODE COMMAND... runs a command that must
// end with that code. Its output can be looked at, as after exec.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := 0, ts.Exec(args[1], args[2:]...)
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// buffer is a bytes.Buffer for two goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// testEnvironment is an environment without terminal and variables.
func testEnvironment(stdout, stderr io.Writer) *environment {
	env := newEnvironment()
	env.getenv = func(string) string { return "" }
	env.stdin, env.stdout, env.ui = strings.NewReader(""), ui.Stream{Writer: stdout}, ui.New(ui.Stream{Writer: stderr}, env.getenv)
	return env
}

func TestVerdict(t *testing.T) {
	noticed := result.Checks{Cases: []result.Check{{Outcome: result.Passed, Warnings: []string{"unknown-call: x"}}}}
	if lax, strict := exitCode(verdict(noticed, false)), exitCode(verdict(noticed, true)); lax != exitHealthy || strict != exitCheckFailed {
		t.Errorf("a pass with a warning gives %d, with --strict %d", lax, strict)
	}
	for _, c := range []struct {
		outcomes string
		strict   bool
		want     int
	}{
		{"passed", false, exitHealthy},
		{"passed degraded skipped", false, exitHealthy},
		{"passed degraded", true, exitCheckFailed},
		{"passed failed error", false, exitCheckFailed},
		{"passed error flaky", false, exitCannotTell},
		{"passed flaky", false, exitCheckFailed},
		{"skipped skipped", false, exitCannotTell},
		{"", false, exitCannotTell},
		{"degraded", false, exitHealthy},
	} {
		var checks result.Checks
		for _, o := range strings.Fields(c.outcomes) {
			checks.Cases = append(checks.Cases, result.Check{Outcome: result.Outcome(o)})
		}
		if got := exitCode(verdict(checks, c.strict)); got != c.want {
			t.Errorf("%q, strict %t: %d, want %d", c.outcomes, c.strict, got, c.want)
		}
	}
}

func TestExitCodes(t *testing.T) {
	for want, errs := range map[int][]error{
		exitUsage: {
			usagef("", "x"), &scenario.UnknownError{Name: "x"}, odoo.ErrNoConfig,
			protect(func() error { _, err := scenario.Parse("x", nil); return err }),
		},
		exitCheckFailed: {verdict(result.Checks{Cases: []result.Check{{Outcome: result.Failed}}}, false)},
		exitCannotTell: {
			errors.New("anything else"), chrome.ErrNotFound, odoo.ErrLogin, odoo.ErrUnreachable,
			warm.ErrOtherUser, warm.ErrOtherDatabase, warm.ErrNoLogin, context.DeadlineExceeded,
			protect(func() error { panic("a bug") }),
		},
		exitInterrupted: {&signalError{code: exitInterrupted}},
		exitTerminated:  {&signalError{code: exitTerminated}},
	} {
		for _, err := range errs {
			if got := exitCode(fmt.Errorf("doing it: %w", err)); got != want {
				t.Errorf("%v gives %d, want %d", err, got, want)
			}
		}
	}
}

// Text of a page or a server cannot write over the terminal, and an error with
// a hint shows it on a line of its own.
func TestErrorText(t *testing.T) {
	var stderr buffer
	env := testEnvironment(io.Discard, &stderr)
	env.fail(usagef("do \x1b[2Jthat", "this\r is wrong"), exitUsage)
	if got, want := stderr.String(), "poswarm: this\\u000d is wrong\nhint: do \\u001b[2Jthat\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
