package main

import (
	"path/filepath"

	"poswarm/internal/chrome"
	"poswarm/internal/scratch"
)

// sweep removes what killed runs left, copies of profiles with their log-ins among
// it, wherever the runs of this terminal put it. Nothing is touched beside another
// user's profile.
func (t *target) sweep() error {
	var places []string
	if t.Profile != "" {
		if err := chrome.Mine(t.Profile); err != nil {
			return err
		}
		places = append(places, t.beside())
	}
	if t.Scratch != "" {
		places = append(places, t.Scratch)
	}
	scratch.Sweep(places...)
	return nil
}

// beside is the folder that the profile is in.
func (t *target) beside() string { return filepath.Dir(filepath.Clean(t.Profile)) }

// scratchFolder is where copies of profiles go, "" for the system's folder for
// temporary files. Beside the profile is the profile's own disk, on which a copy
// costs least, and not the memory that many systems have for temporary files.
func (t *target) scratchFolder(env *environment) string {
	if t.Scratch != "" || t.Profile == "" {
		return t.Scratch
	}
	if env.tryFolder(t.beside()) != nil {
		return ""
	}
	return t.beside()
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
