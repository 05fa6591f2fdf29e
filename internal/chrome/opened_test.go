package chrome

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"poswarm/internal/hint"
)

// debians is the browser behind Debian's script, which changes the order of flags.
const debians = "/usr/lib/chromium/chromium"

// kioskScript starts a browser as a kiosk's own script does: its flags come last.
func kioskScript(t *testing.T, after string) Binary {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no shell scripts there")
	}
	full, err := Find("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(debians); err == nil {
		full.Path = debians
	}
	script := filepath.Join(t.TempDir(), "kiosk")
	if err := os.WriteFile(script, fmt.Appendf(nil, "#!/bin/sh\nexec '%s' \"$@\" %s\n", full.Path, after), 0o700); err != nil {
		t.Fatal(err)
	}
	return Binary{Path: script}
}

// TestBrowserOnAnotherProfileIsEnded: what is meant for a copy must not be done to
// the till's own profile, whether its Chrome runs or not.
func TestBrowserOnAnotherProfileIsEnded(t *testing.T) {
	own := t.TempDir()
	launch := func(when string) {
		t.Helper()
		b, err := Launch(within(t, time.Minute), Options{Binary: kioskScript(t, "--user-data-dir="+own), Profile: t.TempDir(), Headless: true})
		if err == nil {
			shut(t, b)
		}
		if !errors.Is(err, ErrNotIsolated) || hint.Of(err) == "" {
			t.Errorf("%s: %v", when, err)
		}
	}
	launch("free")
	if lock, err := ReadLock(own); err != nil || lock.Status == LockInUse {
		t.Errorf("a browser still runs on the till's own profile: %v, %v", lock, err)
	}
	till := open(t, own)
	launch("in use")
	shut(t, till)
}

func TestFlagsIn(t *testing.T) {
	for line, want := range map[string]string{
		"chrome\x00--a=1\x00--user-data-dir=/x\x00--user-data-dir=/y z\x00": "/y z",
		"chrome --user-data-dir=/x --User-Data-Dir=/y":                      "/y",
		"chrome": "",
	} {
		got := ""
		if values := flagsIn(line)["user-data-dir"]; len(values) > 0 {
			got = values[len(values)-1]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
