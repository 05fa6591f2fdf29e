package chrome

import (
	"os"
	"path/filepath"
)

const installHint = "install Google Chrome or Edge, or name a browser with --chrome or POSWARM_CHROME"

func candidates() []string {
	var out []string
	for _, product := range []string{`Google\Chrome`, "Chromium", `Microsoft\Edge`} {
		for _, env := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
			if dir := os.Getenv(env); dir != "" {
				out = append(out, filepath.Join(dir, product, "Application", programOf(product)))
			}
		}
	}
	return out
}

// programOf is the file of a product; every Windows has Edge, so it comes last.
func programOf(product string) string {
	if filepath.Base(product) == "Edge" {
		return "msedge.exe"
	}
	return "chrome.exe"
}

// version reads the folder that Chrome keeps beside chrome.exe: on Windows
// --version opens a window and prints nothing.
func version(path string) (string, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.IsDir() && versionPattern.FindString(e.Name()) == e.Name() {
			return e.Name(), nil
		}
	}
	return "", nil
}
