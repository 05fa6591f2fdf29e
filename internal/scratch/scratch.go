// Package scratch keeps the temporary folders of a run in one place: browser
// profiles, some of them copies of a till's own. They are readable by their
// owner only and never outlive the run by much: the next start sweeps away
// what a killed run left behind.
//
// Who is alive is told by a lock, which ends with the process: the number of a
// process says nothing in another container, or after it was used again.
package scratch

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// The lock of a folder stands beside it, so that the folder can be removed
// first, on every system.
const (
	prefix = "poswarm-run-"
	suffix = ".lock"
)

// unlocked is how old a folder without a lock must be before it is swept away:
// versions before this one made none.
const unlocked = 24 * time.Hour

// Dir is the scratch folder of this process.
type Dir struct {
	path string
	lock *flock.Flock
}

// New sweeps the system's folder for temporary files and makes the folder of this
// run in it.
func New() (*Dir, error) {
	Sweep()
	return NewIn("")
}

// NewIn makes the folder of this run in a folder of the caller's choice, "" for
// the system's. It sweeps nothing: a run looks at more places than it uses.
func NewIn(parent string) (*Dir, error) {
	parent = cmp.Or(parent, os.TempDir())
	const doing = "making a temporary folder: %w"
	for {
		file, err := os.CreateTemp(parent, prefix+"*"+suffix)
		if err != nil {
			return nil, fmt.Errorf(doing, err)
		}
		name := file.Name()
		if err := file.Close(); err != nil {
			return nil, fmt.Errorf(doing, err)
		}
		lock := flock.New(name)
		held, err := lock.TryLock()
		if err != nil {
			return nil, fmt.Errorf(doing, errors.Join(err, os.Remove(name)))
		}
		if !held || gone(name) {
			_ = lock.Unlock()
			continue // a sweep of another run took it for a dead one's
		}
		d := &Dir{strings.TrimSuffix(name, suffix), lock}
		if err := os.Mkdir(d.path, 0o700); err != nil {
			return nil, fmt.Errorf(doing, errors.Join(err, d.Remove()))
		}
		return d, nil
	}
}

func gone(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
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
	return d.forget()
}

// forget removes the lock of a folder that is gone. It is held until then.
func (d *Dir) forget() error {
	removed := os.Remove(d.path + suffix)
	if err := d.lock.Unlock(); err != nil {
		return fmt.Errorf("removing the temporary folder: %w", err)
	}
	if removed != nil { // Windows removes no file that is open
		removed = os.Remove(d.path + suffix)
	}
	if removed != nil && !errors.Is(removed, fs.ErrNotExist) {
		return fmt.Errorf("removing the temporary folder: %w", removed)
	}
	return nil
}

// Sweep removes the folders of this user's runs that are gone, from the system's
// folder for temporary files and from the others that are named: where a run put
// its own is nothing that the next one knows. Those that live stay, and whatever
// belongs to another user, who may have laid it out as a trap.
func Sweep(also ...string) {
	for _, parent := range append(also, os.TempDir()) {
		sweep(parent)
	}
}

func sweep(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, prefix+"*"+suffix)) // the pattern is sound
	for _, name := range locks {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || !mine(info) {
			continue
		}
		// Neither made where it has gone meanwhile, nor looked for behind a link.
		d := &Dir{strings.TrimSuffix(name, suffix), flock.New(name, flock.SetFlag(openOnly))}
		if held, err := d.lock.TryLock(); err == nil && held {
			_ = d.Remove() // what is left of it is swept the next time
		}
	}
	folders, _ := filepath.Glob(filepath.Join(parent, prefix+"*"))
	for _, path := range folders {
		info, err := os.Lstat(path)
		if err == nil && info.IsDir() && mine(info) && gone(path+suffix) && time.Since(info.ModTime()) > unlocked {
			_ = os.RemoveAll(path)
		}
	}
}
