package chrome

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"poswarm/internal/hint"
)

// ErrNotWritable says that Chrome could not write to the profile, and so would not
// start on it.
var ErrNotWritable = errors.New("the Chrome profile cannot be written")

// Startable says why the terminal's own Chrome would not start on a profile, nil
// where it would. A copy of the profile starts whatever is wrong with its place.
// An empty directory means the one that Chrome used last.
func Startable(profile, directory string) error {
	lock, err := ReadLock(profile)
	if err != nil {
		return err
	}
	if lock.Status == LockOtherHost {
		return lock.refusal(profile)
	}
	return mayWrite(profile, directory)
}

// mayWrite says why this user's Chrome could not write to a profile.
func mayWrite(profile, directory string) error {
	if directory == "" {
		directory = lastUsed(profile)
	}
	for _, folder := range []string{profile, filepath.Join(profile, directory)} {
		if err := writable(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return hint.Add(fmt.Errorf("%w: %s: %w", ErrNotWritable, folder, err),
				"mount its disk for writing (look at dmesg: a damaged file system is mounted read-only), or give the folder to this user")
		}
	}
	return nil
}
