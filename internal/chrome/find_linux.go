package chrome

const installHint = "install Google Chrome or Debian's chromium (apt install chromium), or name one with --chrome or POSWARM_CHROME"

func candidates() []string {
	return []string{
		"google-chrome", "google-chrome-stable", "google-chrome-beta", "google-chrome-unstable",
		"/opt/google/chrome/chrome",
		"chromium", "chromium-browser", "/snap/bin/chromium",
	}
}

func version(path string) (string, error) { return askVersion(path) }
