//go:build unix

package chrome

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"poswarm/internal/hint"
)

// TestStartable: the place of a profile decides, which no copy has.
func TestStartable(t *testing.T) {
	profile := t.TempDir()
	inside := filepath.Join(profile, "Default")
	if err := os.Mkdir(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Startable(profile, ""); err != nil {
		t.Errorf("a profile like any other: %v", err)
	}
	lock := filepath.Join(profile, "SingletonLock")
	if err := os.Symlink("oldname-4711", lock); err != nil {
		t.Fatal(err)
	}
	if err := Startable(profile, ""); !errors.Is(err, ErrProfileOtherHost) || hint.Of(err) == "" {
		t.Errorf("a lock of another host: %v", err)
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	readOnly(t, inside)
	if err := Startable(profile, ""); !errors.Is(err, ErrNotWritable) || hint.Of(err) == "" {
		t.Errorf("a folder that cannot be written: %v", err)
	}
	if _, err := Launch(t.Context(), Options{Profile: profile, Headless: true}); !errors.Is(err, ErrNotWritable) {
		t.Errorf("launch: %v", err)
	}
}

// readOnly keeps everybody from writing to a folder, root too.
func readOnly(t *testing.T, folder string) {
	t.Helper()
	if os.Geteuid() != 0 {
		if err := os.Chmod(folder, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(folder, 0o700) }) // or it could not be removed
		return
	}
	if err := exec.CommandContext(t.Context(), "mount", "--bind", folder, folder).Run(); err != nil {
		t.Skipf("no mounts of our own here: %v", err)
	}
	t.Cleanup(func() { _ = exec.Command("umount", folder).Run() })
	if err := exec.CommandContext(t.Context(), "mount", "-o", "remount,ro,bind", folder).Run(); err != nil {
		t.Skipf("no mounts of our own here: %v", err)
	}
}
