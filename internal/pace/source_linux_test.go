package pace

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var sink atomic.Int64

func TestMain(m *testing.M) {
	if os.Getenv("PACE_TEST_BURN") != "" {
		fmt.Println("burning")
		for n := 0; ; n++ { // counts, since an empty loop is called a mistake
			sink.Store(int64(n))
		}
	}
	os.Exit(m.Run())
}

// burn starts busy loops, which are nobody of ours.
func burn(t *testing.T, loops int) {
	t.Helper()
	for range loops {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "PACE_TEST_BURN=1", "GOMAXPROCS=1")
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() }) // it ends no other way
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
}

// compute uses one processor for so long, by the time that it had itself.
func compute(long time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for end := time.Now().Add(long); time.Now().Before(end); {
	}
}

// Who has to share each processor with three others is starved, and is told how
// much.
func TestBurnersStarveUs(t *testing.T) {
	burn(t, 3*runtime.NumCPU())
	m := Watch()
	defer m.Close()
	from := m.Mark()
	compute(2 * time.Second)
	if s := m.Since(from); !s.Starved() || s.Lost > s.Clock {
		t.Errorf("computing beside burners: %s", s)
	}
}

// A browser counts from when it is added, with all that it starts.
func TestAddedProcessCounts(t *testing.T) {
	c := exec.Command("sh", "-c", `while :; do :; done & while :; do :; done`)
	c.SysProcAttr = group()
	m := Watch()
	defer m.Close()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endGroup(c.Process.Pid); _ = c.Wait() })
	m.Add(c.Process.Pid)
	s := m.source.(*threads)
	m.mu.Lock()
	defer m.mu.Unlock()
	var ran time.Duration
	for end := time.Now().Add(time.Minute); ran < 400*time.Millisecond; time.Sleep(100 * time.Millisecond) {
		ran += s.turns().ran
		if time.Now().After(end) {
			t.Fatalf("two busy loops ran %s in a minute", ran)
		}
	}
	mine := 0
	for _, ours := range s.known {
		if ours {
			mine++
		}
	}
	if mine != 3 {
		t.Errorf("%d processes count, want this one, the shell and its child", mine)
	}
}

func TestLostOf(t *testing.T) {
	const s = time.Second
	for name, c := range map[string]struct {
		clock time.Duration
		ours  turn
		all   machine
		want  time.Duration
	}{
		"alone":                               {10 * s, turn{9 * s, 0}, machine{busy: 9 * s}, 0},
		"its own threads in each other's way": {10 * s, turn{20 * s, 20 * s}, machine{busy: 20 * s}, 0},
		"half of a processor":                 {10 * s, turn{5 * s, 5 * s}, machine{busy: 20 * s}, 5 * s},
		"it waits for an answer":              {10 * s, turn{s / 10, s / 5}, machine{busy: 20 * s}, s / 5},
		"little work of others":               {10 * s, turn{10 * s, 10 * s}, machine{busy: 11 * s}, s},
		"a quota":                             {10 * s, turn{3 * s, 7 * s}, machine{busy: 3 * s, throttled: 7 * s}, 7 * s},
		"a busy host below":                   {10 * s, turn{6 * s, 0}, machine{busy: 6 * s, stolen: 8 * s, processors: 2}, 4 * s},
		"at rest on a busy host":              {10 * s, turn{}, machine{busy: 20 * s, stolen: 8 * s, processors: 2}, 0},
	} {
		if got := lostOf(c.clock, c.ours, c.all); got.Round(time.Millisecond) != c.want {
			t.Errorf("%s: lost %s, want %s", name, got, c.want)
		}
	}
}

func group() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func endGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
