package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/rogpeppe/go-internal/testscript"
)

// program is the poswarm that the script would start, in its folder and with
// its variables; the script sees what it prints.
func program(ts *testscript.TestScript, args []string) (*exec.Cmd, error) {
	path := ""
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if found, err := exec.LookPath(filepath.Join(folder, "poswarm")); err == nil {
			path = found
			break
		}
	}
	command := exec.Command(path, args...)
	command.Dir, command.Stdout, command.Stderr = ts.MkAbs("."), ts.Stdout(), ts.Stderr()
	command.Env = os.Environ()
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "WORK"} {
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	return command, nil
}

// await looks until the condition holds; there is no event to wait for.
func await(ts *testscript.TestScript, what string, ended <-chan error, holds func() bool) {
	ctx, cancel := pacetest.Limit(30 * time.Second)
	defer cancel()
	for ; !holds(); time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-ended:
			ts.Fatalf("poswarm ended before %s: %v", what, err)
		default:
		}
		if ctx.Err() != nil {
			ts.Fatalf("waiting for %s: %v", what, context.Cause(ctx))
		}
	}
}

// browsers lists the processes whose command line names a folder under work.
func browsers(work string) []string {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline") // the pattern is right
	var found []string
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err == nil && bytes.Contains(line, []byte("--user-data-dir="+work)) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}
