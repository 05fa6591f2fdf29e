package chrome

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/hint"
)

// TestCopyWritesNowhereElse: the folders and files that a kiosk's flags name are
// the kiosk's.
func TestCopyWritesNowhereElse(t *testing.T) {
	for flag, want := range map[string]bool{"--disk-cache-dir=/x": true, "media-cache-dir=/x": true, "--crash-dumps-dir=/x": true, "--log-net-log=/x": true,
		"--SSL-key-log-file=/x": true, "--disk-cache-size=1": false, "--lang=de": false, "--user-data-dir=/x": false, "--profile-directory=Kiosk": false} {
		given := Options{Flags: []string{flag}}
		own := arguments(given, false)
		given.Isolation = &Isolation{}
		left := !slices.Contains(arguments(given, false), strings.TrimLeft(flag, "-"))
		if namesFile(flag) != want || left != want || !slices.Contains(own, strings.TrimLeft(flag, "-")) {
			t.Errorf("%s: a copy does without it: %t, want %t", flag, left, want)
		}
	}
}

func TestScriptThatWritesElsewhereIsEnded(t *testing.T) {
	if flagsOf(os.Getpid()) == nil {
		t.Skip("the system shows no command lines")
	}
	cache := filepath.Join(t.TempDir(), "cache")
	b, err := Launch(within(t, time.Minute), Options{Binary: kioskScript(t, "--disk-cache-dir="+cache), Profile: t.TempDir(), Headless: true, Isolation: &Isolation{Probe: "about:blank"}})
	if err == nil {
		shut(t, b)
	}
	if !errors.Is(err, ErrNotIsolated) || !strings.Contains(err.Error(), "disk-cache-dir") || hint.Of(err) == "" {
		t.Errorf("%v", err)
	}
}

// A folder in memory is a kiosk's own as any other; only devices keep nothing.
func TestDevices(t *testing.T) {
	for path, want := range map[string]bool{os.DevNull: true, "/dev": false, "/dev/shm": false, "/dev/shm/none": false, t.TempDir(): false} {
		if isDevice(path) != want {
			t.Errorf("%s is a device: %t", path, !want)
		}
	}
}
