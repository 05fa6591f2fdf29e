package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"poswarm/internal/pace/pacetest"
)

const (
	// packagesAtATime is enough that somebody always waits for a turn.
	packagesAtATime = 4
	// limit is for a package on a machine where everything takes ten times as long.
	limit = "60m"
)

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of a build
	Elapsed                       float64
}

// tally follows the packages.
type tally struct {
	out    io.Writer
	folder string // of what failing tests left

	ended, failed []string
	said          map[string]map[string]*bytes.Buffer // by package and test, "" for the package's own
	bad           map[string][]string                 // tests that failed, by package
}

// test runs the packages. A failed test is no error, it is in the tally.
func (t *tally) test(ctx context.Context, packages, env []string) error {
	args := []string{"test", "-json", "-vet=off", "-count=1", "-timeout", limit, "-p", strconv.Itoa(packagesAtATime),
		"-parallel", strconv.Itoa(pacetest.AtATime()), "-artifacts", "-outputdir", t.folder}
	command := exec.CommandContext(ctx, "go", append(args, packages...)...)
	command.Env, command.Stderr = env, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return fmt.Errorf("starting go test: %w", err)
	}
	reading := t.read(out)
	err = command.Wait()
	if _, ended := errors.AsType[*exec.ExitError](err); ended && len(t.failed) > 0 {
		err = nil
	}
	return errors.Join(reading, err)
}

func (t *tally) read(from io.Reader) error {
	t.said, t.bad = map[string]map[string]*bytes.Buffer{}, map[string][]string{}
	for decoder := json.NewDecoder(from); ; {
		var e event
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading what go test says: %w", err)
		}
		t.note(e)
	}
}

func (t *tally) note(e event) {
	if e.Package == "" { // of a build
		e.Package, _, _ = strings.Cut(e.ImportPath, " ")
	}
	switch {
	case e.Output != "":
		tests := t.said[e.Package]
		if tests == nil {
			tests = map[string]*bytes.Buffer{}
			t.said[e.Package] = tests
		}
		if tests[e.Test] == nil {
			tests[e.Test] = &bytes.Buffer{}
		}
		tests[e.Test].WriteString(e.Output)
	case e.Test != "" && e.Action == "fail":
		t.bad[e.Package] = append(t.bad[e.Package], e.Test)
	case e.Test != "":
		if e.Action == "pass" || e.Action == "skip" {
			delete(t.said[e.Package], e.Test)
		}
	case e.Action == "pass" || e.Action == "skip" || e.Action == "fail":
		t.end(e)
	}
}

// end tells of a package, at once: one that failed with all that its failing tests
// said.
func (t *tally) end(e event) {
	t.ended = append(t.ended, e.Package)
	name := strings.TrimPrefix(e.Package, module+"/")
	if e.Action != "fail" {
		fmt.Fprintf(t.out, "ok    %-32s %6.1fs\n", name, e.Elapsed)
		delete(t.said, e.Package)
		return
	}
	t.failed = append(t.failed, e.Package)
	fmt.Fprintf(t.out, "FAIL  %-32s %6.1fs\n", name, e.Elapsed)
	text := t.words(e.Package)
	fmt.Fprintf(t.out, "%s", text)
	file := filepath.Join(t.folder, strings.ReplaceAll(name, "/", "_")+".txt")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		fmt.Fprintln(t.out, err)
	}
}

// words is what the failing tests said; what the package itself said where none
// did, as when it does not build or its time is over.
func (t *tally) words(name string) []byte {
	var text bytes.Buffer
	tests := t.bad[name]
	slices.Sort(tests)
	for _, test := range append(tests, "") {
		if said := t.said[name][test]; said != nil && (test != "" || len(tests) == 0) {
			text.Write(said.Bytes())
		}
	}
	if len(tests) == 0 { // who was running then may have said why
		for test, said := range t.said[name] {
			if test != "" {
				text.Write(said.Bytes())
			}
		}
	}
	return text.Bytes()
}
