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
// time. The zero value stands for the full browser: where the other is not
// installed, or a browser is named by chrome.EnvBinary.
//
// It takes no lock on its profile, has no back/forward cache and heeds no
// --no-proxy-server: tests of such things, and of the commands as a user runs
// them, take the full browser.
var Scratch = sync.OnceValue(func() chrome.Binary {
	if os.Getenv(chrome.EnvBinary) != "" {
		return chrome.Binary{}
	}
	for _, name := range shells {
		if path, err := exec.LookPath(name); err == nil {
			return chrome.Binary{Path: path}
		}
	}
	return chrome.Binary{}
})
