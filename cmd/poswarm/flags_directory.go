package main

import (
	"path/filepath"

	"poswarm/internal/chrome"
	"poswarm/internal/strictyaml"
)

// checkOwnDirectory refuses a --profile-directory in which no Chrome has run:
// Chrome would make it, store there what the kiosk does not read, and open it from
// then on.
func (t *target) checkOwnDirectory() error {
	if t.ProfileDirectory == "" || chrome.HasDirectory(t.Profile, t.ProfileDirectory) {
		return nil
	}
	return t.noDirectory(" (for a new one add --create-profile)")
}

// checkCopiedDirectory refuses a --profile-directory that is not there to be
// copied. One of a broken terminal may have lost its settings.
func (t *target) checkCopiedDirectory(env *environment) error {
	if t.Profile == "" || t.ProfileDirectory == "" || !chrome.IsProfile(t.Profile) || env.isFolder(filepath.Join(t.Profile, t.ProfileDirectory)) {
		return nil
	}
	return t.noDirectory("")
}

// noDirectory says which directory the profile lacks, and what it has.
func (t *target) noDirectory(advice string) error {
	return noFolder(strictyaml.Suggest(t.ProfileDirectory, chrome.Directories(t.Profile))+advice,
		"--profile-directory: the profile %s has no directory %q", t.Profile, t.ProfileDirectory)
}
