//go:build unix

package pacetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv("PACETEST_TAKE") != "" { // a process that ends without giving its turn back
		if _, err := Take(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("taken")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// No more tests than turns run at a time; a process that dies gives its turn back.
func TestTurns(t *testing.T) {
	t.Setenv(EnvTurns, t.TempDir())
	for range 2 * AtATime() {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "PACETEST_TAKE=1")
		if said, err := c.CombinedOutput(); err != nil || strings.TrimSpace(string(said)) != "taken" {
			t.Fatalf("%s, %v", said, err)
		}
	}
	var now, highest atomic.Int32
	var running sync.WaitGroup
	for range 4 * AtATime() {
		running.Go(func() {
			release, err := Take()
			if err != nil {
				t.Error(err)
				return
			}
			n := now.Add(1)
			for seen := highest.Load(); n > seen && !highest.CompareAndSwap(seen, n); seen = highest.Load() {
			}
			now.Add(-1)
			release()
		})
	}
	running.Wait()
	if n := highest.Load(); n == 0 || int(n) > AtATime() {
		t.Errorf("%d at a time, want at most %d", n, AtATime())
	}
}

// However many of a process wait, one of them stands in the queue with those of others.
func TestOneOfAProcessStandsInTheQueue(t *testing.T) {
	folder := t.TempDir()
	t.Setenv(EnvTurns, folder)
	queue, err := lock(filepath.Join(folder, "queue"), true)
	if err != nil {
		t.Fatal(err)
	}
	var waiting sync.WaitGroup
	for range 3 {
		waiting.Go(func() {
			if release, err := Take(); err != nil {
				t.Error(err)
			} else {
				release()
			}
		})
	}
	for wait := For(t, 10*time.Second, "one of them to stand in the queue"); asking.TryLock(); wait.Over(t) {
		asking.Unlock()
		runtime.Gosched()
	}
	queue.Close()
	waiting.Wait()
}

// A test whose parent has a turn does not wait for another, nor does one that asks
// twice: with all turns taken that would last for ever.
func TestATestHasOneTurn(t *testing.T) {
	t.Setenv(EnvTurns, t.TempDir())
	for range atOnce() - 1 {
		release, err := Take()
		if err != nil {
			t.Fatal(err)
		}
		defer release()
	}
	t.Run("parent", func(t *testing.T) {
		Turn(t)
		Turn(t)
		t.Run("child", func(t *testing.T) { Turn(t) })
	})
	release, err := Take()
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// Those that were taken while there was room count when there is none: otherwise as
// many more would go on for ever.
func TestMoreThanProcessorsEnd(t *testing.T) {
	folder := t.TempDir()
	for i := range atOnce() {
		extra, err := lock(filepath.Join(folder, fmt.Sprintf("turn-%d", atOnce()+i)), false)
		if err != nil || extra == nil {
			t.Fatal(extra, err)
		}
		defer extra.Close()
	}
	if turn, err := free(folder, atOnce()); turn != nil || err != nil {
		t.Errorf("a turn beside as many as there are processors: %v, %v", turn, err)
	}
	turn, err := free(folder, AtATime())
	if turn == nil || err != nil {
		t.Fatalf("with room to spare: %v, %v", turn, err)
	}
	turn.Close()
}

// Tests that share a turn leave the others to those of other processes.
func TestOneTurnForAll(t *testing.T) {
	folder := t.TempDir()
	t.Setenv(EnvTurns, folder)
	OneTurn()
	t.Cleanup(func() {
		all.release()
		all.is, all.release = false, nil
	})
	for i := range 2 * AtATime() {
		t.Run(fmt.Sprint(i), func(t *testing.T) { Turn(t) })
	}
	if turn, err := free(folder, 1); turn != nil || err != nil {
		t.Errorf("no turn is taken: %v, %v", turn, err)
	}
	turn, err := free(folder, 2)
	if turn == nil || err != nil {
		t.Fatalf("more than one is taken: %v, %v", turn, err)
	}
	turn.Close()
}
