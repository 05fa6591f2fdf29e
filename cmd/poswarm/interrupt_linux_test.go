package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/rogpeppe/go-internal/testscript"
)

// interrupt runs poswarm, sends it a signal in the middle, and checks the exit
// code and that no browser of this script is left.
func (s *shop) interrupt(ts *testscript.TestScript, neg bool, args []string) {
	signal, route, text := os.Interrupt, "", ""
	for ; strings.HasPrefix(args[0], "-"); args = args[2:] {
		switch args[0] {
		case "-signal":
			signal = map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "QUIT": syscall.SIGQUIT, "KILL": os.Kill}[args[1]]
		case "-after":
			route = args[1]
		case "-when":
			text = args[1]
		}
	}
	want, args := args[0], args[1:]
	command, err := program(ts, args)
	ts.Check(err)
	var said buffer
	command.Stderr = io.MultiWriter(command.Stderr, &said)
	ts.Check(command.Start())
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	work := filepath.Clean(ts.MkAbs("."))
	await(ts, text, ended, func() bool { return strings.Contains(said.String(), text) })
	await(ts, "Chrome to run", ended, func() bool { return len(browsers(work)) > 0 })
	if route != "" {
		await(ts, route, ended, func() bool { return s.server.Log().Count(route) > 0 })
	}
	ts.Check(command.Process.Signal(signal))
	ctx, cancel := pacetest.Limit(20 * time.Second)
	defer cancel()
	select {
	case <-ended:
	case <-ctx.Done():
		ts.Fatalf("poswarm did not end after %s: %v", signal, context.Cause(ctx))
	}
	state := strings.TrimPrefix(strings.TrimPrefix(command.ProcessState.String(), "exit status "), "signal: ")
	if state != want {
		ts.Fatalf("%s, want %s", command.ProcessState, want)
	}
	if signal == os.Kill {
		// Nobody is left to wait for Chrome: it ends by itself when its pipe does.
		await(ts, "Chrome to end by itself", nil, func() bool { return len(browsers(work)) == 0 })
		return // one that dies may start a process more, which ends as well
	}
	if left := browsers(work); len(left) > 0 {
		ts.Fatalf("browsers are left: %q", left)
	}
}

var trees sync.Map // of folder to the hash of all it held

func tree(ts *testscript.TestScript, neg bool, args []string) {
	folder := ts.MkAbs(args[0])
	hash := sha256.New()
	ts.Check(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(hash, "%s %x\n", path, sha256.Sum256(text))
		return err
	}))
	now := fmt.Sprintf("%x", hash.Sum(nil))
	if before, known := trees.LoadOrStore(folder, now); known && before != now {
		ts.Fatalf("%s has changed", args[0])
	}
}
