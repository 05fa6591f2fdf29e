package pacetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/pace"
)

// EnvTurns is the variable with the folder of the turns, which all processes of a
// run share. Without it they are the machine's.
const EnvTurns = "POSWARM_TEST_TURNS"

// AtATime is how many tests use browsers at a time, in all processes together: one
// a processor, and as many again, one after another, while a third of the machine has
// nothing to do. A test waits for deadlines half of its time; with one more at the
// most, 1.2 of 2 processors worked. More than one a processor always was slower where
// they all work: 3391 core-seconds instead of 3106, and what it starved had to be
// judged again.
func AtATime() int { return 2 * atOnce() }

// atOnce is how many run whatever the machine does.
func atOnce() int { return max(2, runtime.NumCPU()) }

// held are the tests of this process that have a turn, by name.
var held sync.Map

// Turn waits until the test may use browsers, and gives the turn back at its end. A
// test has one turn, however often it or its subtests ask and however many browsers
// it has: who has a turn never waits for another.
func Turn(t testing.TB) {
	t.Helper()
	if is, err := all.take(); err != nil {
		t.Fatal(err)
	} else if is {
		return
	}
	for name := t.Name(); ; {
		if _, has := held.Load(name); has {
			return
		}
		at := strings.LastIndexByte(name, '/')
		if at < 0 {
			break
		}
		name = name[:at]
	}
	release, err := Take()
	if err != nil {
		t.Fatal(err)
	}
	held.Store(t.Name(), true)
	t.Cleanup(func() {
		held.Delete(t.Name())
		release()
	})
}

// common is a turn that all tests of this process have.
type common struct {
	mu      sync.Mutex
	is      bool
	release func() // kept, since a file that nobody knows is closed
}

var all common

// OneTurn has all tests of this process share a turn: the first that asks takes it,
// and the end of the process gives it back. For tests that run one after another, each
// of which would wait anew behind those of packages that ask for many at a time, and
// the last ones be alone at the end; and for tests that share a browser.
func OneTurn() { all.is = true }

// take waits for the turn of all, where they have one.
func (c *common) take() (is bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.is && c.release == nil {
		c.release, err = Take()
	}
	return c.is, err
}

// asking is held by who of this process stands in the queue.
var asking sync.Mutex

// Take waits for a turn; release gives it back, and so does the end of the process.
func Take() (release func(), err error) {
	folder := os.Getenv(EnvTurns)
	if folder == "" {
		folder = filepath.Join(os.TempDir(), "poswarm-turns")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the turns: %w", err)
	}
	// One of a process stands in the queue: a package that asks for many turns at a time
	// would be given most of them, and one that asks for one after another be alone at
	// the end.
	asking.Lock()
	defer asking.Unlock()
	// Who is first in the queue looks, all others wait in the kernel.
	first, err := lock(filepath.Join(folder, "queue"), true)
	if err != nil {
		return nil, fmt.Errorf("waiting for a turn: %w", err)
	}
	defer first.Close()
	for room := (pace.Room{}); ; {
		turns := atOnce()
		if room.Spare() {
			turns = AtATime()
		}
		turn, err := free(folder, turns)
		if err != nil {
			return nil, fmt.Errorf("taking a turn: %w", err)
		}
		if turn != nil {
			return func() { turn.Close() }, nil
		}
		time.Sleep(20 * time.Millisecond) // no kernel tells which of several locks came free
	}
}

// free takes a turn, unless so many are taken: nil then. Who is first in the queue
// looks alone, so a lock that nobody else has is free.
func free(folder string, turns int) (turn *os.File, err error) {
	taken := 0
	for i := range AtATime() {
		one, err := lock(filepath.Join(folder, fmt.Sprintf("turn-%d", i)), false)
		switch {
		case err != nil:
			return nil, errors.Join(err, shut(turn))
		case one == nil:
			taken++
		case turn == nil:
			turn = one
		default:
			_ = one.Close() // nothing was written
		}
	}
	if taken < turns {
		return turn, nil
	}
	return nil, shut(turn)
}

func shut(turn *os.File) error {
	if turn == nil {
		return nil
	}
	return turn.Close()
}
