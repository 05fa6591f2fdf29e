//go:build unix

package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// The demo's first line is its address; Ctrl-C is answered at once and ends it
// with 130.
func TestDemoUntilInterrupted(t *testing.T) {
	stdoutReader, stdout := io.Pipe()
	var stderr buffer
	code := make(chan int, 1)
	go func() {
		code <- run(context.Background(), testEnvironment(stdout, &stderr), []string{"demo", "--products", "5"})
		stdout.Close()
	}()
	address, err := bufio.NewReader(stdoutReader).ReadString('\n')
	if err != nil {
		t.Fatalf("no address: %v; stderr:\n%s", err, stderr.String())
	}
	answer, err := http.Get(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the POS answers %s", answer.Status)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-code:
		if got != exitInterrupted {
			t.Errorf("exit code %d, want %d", got, exitInterrupted)
		}
	case <-pacetest.Within(t, 10*time.Second).Done():
		t.Fatal("the demo did not end within 10 s of Ctrl-C")
	}
	if !strings.Contains(stderr.String(), "ended by Ctrl-C: cleaning up") {
		t.Errorf("Ctrl-C was not answered:\n%s", stderr.String())
	}
}
