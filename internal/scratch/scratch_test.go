package scratch

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

func TestSweepRemovesOnlyWhatDeadRunsLeft(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("TMP", os.Getenv("TMPDIR")) // Windows
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(os.TempDir(), prefix+strconv.Itoa(ended.Process.Pid)+"-x")
	if err := os.Mkdir(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(os.TempDir(), prefix+"notes")
	if err := os.Mkdir(foreign, 0o700); err != nil {
		t.Fatal(err)
	}
	mine, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Error("the folder of a dead run is still there")
	}
	for _, path := range []string{foreign, mine.path} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s is gone: %v", path, err)
		}
	}
	Sweep()
	if _, err := os.Stat(mine.path); err != nil {
		t.Error("a living run lost its folder")
	}
}

func TestFoldersAreReadableByTheirOwnerOnly(t *testing.T) {
	d, err := New()
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
	if _, err := os.Stat(inner); !os.IsNotExist(err) {
		t.Error("removing left something behind")
	}
}
