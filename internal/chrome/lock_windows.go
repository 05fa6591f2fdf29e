package chrome

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// ReadLock tells whether a Chrome holds the profile. On Windows Chrome keeps
// the file "lockfile" open without sharing, and removes it at its end; the
// file does not tell the process.
func ReadLock(profile string) (LockState, error) {
	f, err := os.OpenFile(filepath.Join(profile, "lockfile"), os.O_RDWR, 0)
	switch {
	case err == nil:
		f.Close()
		return LockState{Status: LockStale}, nil
	case errors.Is(err, fs.ErrNotExist):
		return LockState{Status: LockFree}, nil
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION), errors.Is(err, windows.ERROR_LOCK_VIOLATION):
		return LockState{Status: LockInUse}, nil
	}
	return LockState{}, fmt.Errorf("reading the lock of %s: %w", profile, err)
}
