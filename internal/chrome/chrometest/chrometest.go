// Package chrometest chooses browsers for tests.
package chrometest

import (
	"os"
	"os/exec"
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
			return chrome.Binary{Path: path}
		}
	}
	found, _ := chrome.Find("") // who launches the zero value is told why
	return found
})
