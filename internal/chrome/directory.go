package chrome

import (
	"os"
	"path/filepath"
)

// Directories lists the folders in a profile in which a Chrome has run, but for
// Chrome's own.
func Directories(profile string) (out []string) {
	entries, _ := os.ReadDir(profile) // one that cannot be read has none to offer
	for _, entry := range entries {
		name := entry.Name()
		if name != "System Profile" && name != "Guest Profile" && HasDirectory(profile, name) {
			out = append(out, name)
		}
	}
	return out
}

// HasDirectory says whether a Chrome has run in that folder of the profile.
func HasDirectory(profile, directory string) bool {
	_, err := os.Stat(filepath.Join(profile, directory, "Preferences"))
	return err == nil && directory != "." && filepath.IsLocal(directory)
}
