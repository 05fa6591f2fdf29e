//go:build !linux && !windows

package chrome

import (
	"os"
	"path/filepath"
)

const installHint = "install Google Chrome, or name a browser with --chrome or POSWARM_CHROME"

func candidates() []string {
	roots := []string{"/Applications"}
	if home, err := os.UserHomeDir(); err == nil {
		roots = append(roots, filepath.Join(home, "Applications"))
	}
	var out []string
	for _, app := range []string{"Google Chrome", "Chromium"} {
		for _, root := range roots {
			out = append(out, filepath.Join(root, app+".app", "Contents", "MacOS", app))
		}
	}
	return append(out, "google-chrome", "chromium")
}

func version(path string) (string, error) { return askVersion(path) }
