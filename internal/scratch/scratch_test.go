// The tests of this package prove that folders of runs that were killed go, that
// those of runs which live stay, and that nobody else can read or redirect them.
package scratch

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestMain makes a folder, in the process of another run that is killed.
func TestMain(m *testing.M) {
	if parent := os.Getenv("SCRATCH_TEST_RUN"); parent != "" {
		dir, err := NewIn(parent)
		fmt.Println(dir.path, err)
		_, _ = io.Copy(io.Discard, os.Stdin)
		return
	}
	os.Exit(m.Run())
}

// another is a run in a process of its own, and its folder.
func another(t *testing.T, parent string) (run *exec.Cmd, folder string) {
	t.Helper()
	run = exec.Command(os.Args[0])
	run.Env = append(os.Environ(), "SCRATCH_TEST_RUN="+parent)
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = run.Process.Kill(); _ = run.Wait() })
	line, err := bufio.NewReader(out).ReadString(' ')
	if err != nil {
		t.Fatal(err)
	}
	return run, line[:len(line)-1]
}

// TestSweepGoesByTheLock: the number of a process would say that both live, or,
// from another container, that none does.
func TestSweepGoesByTheLock(t *testing.T) {
	parent := t.TempDir()
	_, living := another(t, parent)
	killed, dead := another(t, parent)
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	foreign := filepath.Join(parent, prefix+"notes")
	old := filepath.Join(parent, prefix+"4711-x") // of a version without locks
	for _, folder := range []string{foreign, old} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-unlocked - time.Minute)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	own, err := NewIn(parent)
	if err != nil {
		t.Fatal(err)
	}
	Sweep(parent)
	for path, want := range map[string]bool{living: true, own.path: true, foreign: true, dead: false, dead + suffix: false, old: false} {
		if got := !gone(path); got != want {
			t.Errorf("%s is there: %t, want %t", path, got, want)
		}
	}
	if err := own.Remove(); err != nil || !gone(own.path) || !gone(own.path+suffix) {
		t.Errorf("removing left something behind: %v", err)
	}
}

func TestFoldersAreReadableByTheirOwnerOnly(t *testing.T) {
	d, err := NewIn(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	inner, err := d.Make("copy")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{d.path, inner} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
	if err := d.Remove(); err != nil {
		t.Fatal(err)
	}
	if !gone(inner) {
		t.Error("removing left something behind")
	}
}

// TestSweepLooksWhereOtherRunsWere: a run with a profile puts its folder beside it,
// one without into the system's folder.
func TestSweepLooksWhereOtherRunsWere(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	beside := t.TempDir()
	for _, parent := range []string{os.TempDir(), beside} {
		killed, dead := another(t, parent)
		if err := killed.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = killed.Wait()
		Sweep(beside)
		if !gone(dead) {
			t.Errorf("%s is left", dead)
		}
	}
}
