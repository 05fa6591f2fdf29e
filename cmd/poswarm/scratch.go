package main

import (
	"path/filepath"
)

// scratchFolder is where copies of profiles go, "" for the system's folder for
// temporary files. Beside the profile is the profile's own disk, on which a copy
// costs least, and not the memory that many systems have for temporary files.
func (t *target) scratchFolder(env *environment) string {
	if t.Scratch != "" || t.Profile == "" {
		return t.Scratch
	}
	beside := filepath.Dir(filepath.Clean(t.Profile))
	if env.tryFolder(beside) != nil {
		return ""
	}
	return beside
}

// checkScratch finds out before a run whether --scratch can be written.
func (t *target) checkScratch(env *environment) error {
	if t.Scratch == "" {
		return nil
	}
	if !env.isFolder(t.Scratch) {
		return usagef("make it, or name another one", "--scratch: there is no folder %s", t.Scratch)
	}
	if err := env.tryFolder(t.Scratch); err != nil {
		return usagef("name a folder that can be written", "--scratch: %v", err)
	}
	return nil
}
