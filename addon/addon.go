// Package addon holds the Odoo addon "POS Offline Reload" and writes it out.
package addon

import (
	"embed"
	"io/fs"
	"strings"
)

// Name is the technical name of the addon, and of its folder in an addons path.
const Name = "poswarm_offline_cache"

// FS holds the addon below a folder of its name.
//
//go:embed all:poswarm_offline_cache
var FS embed.FS

// ServiceWorker returns the service worker as Odoo serves it.
func ServiceWorker() []byte {
	return mustRead("worker/service-worker.js")
}

// FirstVisit returns the script that stands inline at the top of a POS page.
func FirstVisit() []byte {
	return mustRead("worker/first-visit.js")
}

// SwitchedOff returns the lines that follow Odoo's own worker when the addon is
// switched off.
func SwitchedOff() []byte {
	return mustRead("worker/switched-off.js")
}

func mustRead(name string) []byte {
	text, err := FS.ReadFile(Name + "/" + name)
	if err != nil {
		// The build embeds the folder: a missing file is a broken build.
		panic(err)
	}
	return text
}

// isSource tells the addon's files from what running it leaves in its folder.
func isSource(entry fs.DirEntry) bool {
	if entry.IsDir() {
		return entry.Name() != "__pycache__"
	}
	return !strings.HasSuffix(entry.Name(), ".pyc")
}
