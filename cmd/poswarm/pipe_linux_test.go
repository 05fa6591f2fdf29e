package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
	"poswarm/internal/ui"
)

// A socket that the other side has closed is part of every cut, and ends no run.
func TestClosedSocketEndsNothing(t *testing.T) {
	ctx, stop := withSignals(t.Context(), newEnvironment())
	defer stop()
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listen.Close()
	conn, err := net.Dial("tcp", listen.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	other, err := listen.Accept()
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	for wait := pacetest.For(t, 10*time.Second, "the socket to be broken"); !errors.Is(err, syscall.EPIPE); _, err = conn.Write([]byte("x")) {
		wait.Over(t)
	}
	select {
	case <-ctx.Done():
		t.Errorf("ended: %v", context.Cause(ctx))
	case <-time.After(100 * time.Millisecond): // nothing tells that no signal comes
	}
}

// What a run starts gets SIGPIPE as the run got it: a pipe in an --upgrade-command
// ends by it.
func TestChildrenKeepSIGPIPE(t *testing.T) {
	_, stop := withSignals(t.Context(), newEnvironment())
	defer stop()
	text, err := exec.Command("grep", "SigIgn", "/proc/self/status").Output()
	if err != nil {
		t.Fatal(err)
	}
	bits, err := strconv.ParseUint(strings.TrimSpace(strings.TrimPrefix(string(text), "SigIgn:")), 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	if ignored := bits&(1<<(syscall.SIGPIPE-1)) != 0; ignored != ignoredAtStart {
		t.Errorf("a child ignores SIGPIPE: %t, this process did at its start: %t", ignored, ignoredAtStart)
	}
}

var ignoredAtStart = signal.Ignored(syscall.SIGPIPE)

// A reader who leaves ends the run, with the exit code that shells give it.
func TestReaderWhoLeaves(t *testing.T) {
	env := newEnvironment()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	ctx, stop := withSignals(t.Context(), env)
	defer stop()
	env.stdout = ui.Open(write, sync.OnceFunc(func() { close(env.unread) }))
	read.Close()
	if _, err := env.stdout.Write([]byte("words")); !errors.Is(err, syscall.EPIPE) {
		t.Fatalf("written: %v", err)
	}
	select {
	case <-ctx.Done():
	case <-pacetest.Within(t, 10*time.Second).Done():
		t.Fatal("the run goes on")
	}
	if code := exitCode(context.Cause(ctx)); code != exitBrokenPipe {
		t.Errorf("exit code %d, want %d", code, exitBrokenPipe)
	}
}
