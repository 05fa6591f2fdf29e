// Package chrometest chooses browsers for tests.
package chrometest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"poswarm/internal/chrome"
)

// shells are chrome-headless-shell as Debian and as Google ship it. Debian's
// command is a script that waits for the browser: who kills it kills the script.
var shells = []string{"/usr/lib/chromium/chromium-headless-shell", "chrome-headless-shell"}

// Scratch is the browser for a test that asks what pages and workers do. It is
// Chromium without its user interface, which needs two thirds of the processor
// time. Where that is not installed, or a browser is named by chrome.EnvBinary, it
// is the full browser, asked for its version once: each question starts it. The
// zero value says that there is none.
//
// It takes no lock on its profile, has no back/forward cache and heeds no
// --no-proxy-server: tests of such things, and of the commands as a user runs
// them, take the full browser.
var Scratch = sync.OnceValue(func() chrome.Binary {
	for _, name := range shells {
		if path, err := exec.LookPath(name); err == nil && os.Getenv(chrome.EnvBinary) == "" {
			return chrome.Binary{Path: lean(path)}
		}
	}
	found, _ := chrome.Find("") // who launches the zero value is told why
	return found
})

// lean is a script that starts the shell in fewer processes: what starts a process
// costs as much as a page. A test that is about those takes the full browser.
func lean(shell string) string {
	path := filepath.Join(os.TempDir(), "poswarm-test-shell")
	text := fmt.Sprintf("#!/bin/sh\nexec '%s' \"$@\" --in-process-gpu --disable-site-isolation-trials\n", shell)
	if known, err := os.ReadFile(path); err == nil && string(known) == text {
		return path
	}
	// Written beside and moved: other packages' tests do the same, and a script that is open for writing cannot be run.
	file, err := os.CreateTemp(os.TempDir(), "shell-")
	if err != nil {
		return shell
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Chmod(0o700), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
		return shell
	}
	return path
}
