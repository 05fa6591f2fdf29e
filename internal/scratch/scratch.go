// Package scratch keeps the temporary folders of a run in one place: browser
// profiles, some of them copies of a till's own. They are readable by their
// owner only and never outlive the run by much: the next start sweeps away
// what a killed run left behind.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// prefix is followed by the pid of the run that owns the folder.
const prefix = "poswarm-run-"

// Dir is the scratch folder of this process.
type Dir struct{ path string }

// New sweeps what dead runs left and makes the folder of this one.
func New() (*Dir, error) {
	Sweep()
	path, err := os.MkdirTemp("", prefix+strconv.Itoa(os.Getpid())+"-") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	return &Dir{path}, nil
}

// Make makes a new folder inside.
func (d *Dir) Make(name string) (string, error) {
	path, err := os.MkdirTemp(d.path, name+"-")
	if err != nil {
		return "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return path, nil
}

// Remove deletes the folder and all it holds.
func (d *Dir) Remove() error {
	if err := os.RemoveAll(d.path); err != nil {
		return fmt.Errorf("removing the temporary folder: %w", err)
	}
	return nil
}

// Sweep removes the folders of runs that are gone. Folders it may not read
// belong to other users and stay.
func Sweep() {
	found, err := filepath.Glob(filepath.Join(os.TempDir(), prefix+"*"))
	if err != nil {
		return
	}
	for _, path := range found {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(path), prefix), "-")
		pid, err := strconv.Atoi(owner)
		if err != nil || alive(pid) {
			continue
		}
		if err := os.RemoveAll(path); err != nil && !errors.Is(err, fs.ErrPermission) {
			continue // another sweep of another run may be at it
		}
	}
}
