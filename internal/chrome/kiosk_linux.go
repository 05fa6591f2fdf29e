package chrome

import (
	"os"
	"path/filepath"
	"strconv"
)

// showing finds the Chromes of this machine that were started to show a POS of an
// origin, each by its process and the folder that it was given, "" for its own.
func showing(origin string) map[int]string {
	out := map[int]string{}
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline") // the pattern is sound
	for _, file := range lines {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		line, unread := os.ReadFile(file)
		if err != nil || unread != nil || !looksLikeBrowser(string(line)) || !shows(string(line), origin) {
			continue
		}
		folders := flagsIn(string(line))["user-data-dir"]
		out[pid] = ""
		if folders != nil {
			out[pid] = folders[len(folders)-1]
		}
	}
	return out
}
