// The tests of this package prove that scenarios which run at the same time never
// share a server, and that what a user's command does to a server ends with its
// time.
package bench_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/pace/pacetest"
	"poswarm/verify"
)

func TestCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are those of a Unix shell")
	}
	server := bench.Command{UpgradeCommand: "exit 0", RestartCommand: "echo no such unit >&2; exit 4"}
	if err := server.Upgrade(t.Context()); err != nil {
		t.Errorf("upgrade: %v", err)
	}
	if err := server.Restart(t.Context()); err == nil || err.Error() != "--restart-command: exit status 4: no such unit" {
		t.Errorf("restart: %v", err)
	}
	if err := (bench.Command{}).Upgrade(t.Context()); err == nil || !strings.Contains(err.Error(), "--upgrade-command") {
		t.Errorf("without a command: %v", err)
	}
}

// A command that hangs ends with the scenario's time.
func TestCommandEndsWithItsContext(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the command is one of a Unix shell")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := pacetest.Start()
	err := bench.Command{UpgradeCommand: "sleep 60"}.Upgrade(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "--upgrade-command") || began.Longer(10*time.Second) {
		t.Errorf("%v after %s", err, began)
	}
}

func TestOneServerServesOneScenarioAtATime(t *testing.T) {
	want := &verify.Bench{Config: 3}
	one := bench.NewOne(want)
	got, err := one.Take(t.Context())
	if err != nil || got != want {
		t.Fatalf("%v, %v", got, err)
	}
	cause := errors.New("the scenario's time is over")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 10*time.Millisecond, cause)
	defer cancel()
	if _, err := one.Take(ctx); !errors.Is(err, cause) || !strings.Contains(err.Error(), "waiting for the server to be free") {
		t.Errorf("while it is taken: %v", err)
	}
	one.Give(got, true)
	if again, err := one.Take(t.Context()); err != nil || again != want {
		t.Errorf("given back: %v, %v", again, err)
	}
}

func TestDemosAreKeptUntilTheyAreSpent(t *testing.T) {
	demos := bench.NewDemo(demo.Options{})
	defer demos.Close()
	take := func() *verify.Bench {
		t.Helper()
		server, err := demos.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return server
	}
	first, second := take(), take()
	if first.URL.Host == second.URL.Host {
		t.Fatal("two scenarios share one demo")
	}
	demos.Give(first, false)
	if take() != first {
		t.Error("an unchanged demo was not used again")
	}
	demos.Give(second, true)
	if answer, err := http.Get(second.URL.String()); err == nil {
		answer.Body.Close()
		t.Error("a spent demo that nobody primed for still serves")
	}
	if third := take(); third == second {
		t.Error("a spent demo that nobody primed for was used again")
	}
	first.Keep()
	demos.Give(first, true)
	if take() != first {
		t.Error("a spent demo that a terminal was primed for was not used again")
	}
}
