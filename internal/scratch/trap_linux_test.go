package scratch

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSweepFallsIntoNoTrap: whoever owns the folder beside a profile lays things
// there for root.
func TestSweepFallsIntoNoTrap(t *testing.T) {
	parent, outside := t.TempDir(), t.TempDir()
	made := filepath.Join(outside, "made")
	if err := os.Symlink(made, filepath.Join(parent, prefix+"1"+suffix)); err != nil {
		t.Fatal(err)
	}
	sweep(parent)
	if !gone(made) {
		t.Error("a file was made behind a link")
	}
	if os.Geteuid() != 0 {
		t.Skip("only root can make what is another user's")
	}
	folder, lock := filepath.Join(parent, prefix+"2"), filepath.Join(parent, prefix+"2"+suffix)
	old := filepath.Join(parent, prefix+"3")
	for _, path := range []string{folder, old} {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * unlocked)
	for _, path := range []string{folder, lock, old} {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	sweep(parent)
	for _, path := range []string{folder, lock, old} {
		if gone(path) {
			t.Errorf("%s of another user was removed", filepath.Base(path))
		}
	}
}
