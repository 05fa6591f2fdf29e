package chrome

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"poswarm/internal/hint"
)

// ErrForeignProfile says that the profile belongs to another user: what Chrome
// writes there as this one, its owner's Chrome could not read.
var ErrForeignProfile = errors.New("the Chrome profile belongs to another user")

// ErrNewerProfile says that a newer Chrome has run on the profile: an older one
// may not read its databases, and drops what it cannot read.
var ErrNewerProfile = errors.New("the Chrome profile is of a newer version")

// IsProfile says whether a Chrome has ever run on a folder.
func IsProfile(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "Local State"))
	return err == nil
}

// Mine refuses a profile of another user. One that is not there yet is his in whose
// folder it would be made; only root can make it in another's by mistake.
func Mine(profile string) error {
	owner, name, known := ownerOf(profile)
	if !known && os.Geteuid() == 0 {
		owner, name, known = ownerOf(existing(profile))
	}
	if !known || owner == os.Geteuid() {
		return nil
	}
	return hint.Add(fmt.Errorf("%w: %s belongs to user %s", ErrForeignProfile, profile, name), "run poswarm as that user: sudo -u "+name+" poswarm …")
}

// existing is the nearest folder above a path that is there.
func existing(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	for {
		above := filepath.Dir(path)
		if _, err := os.Stat(above); err == nil || above == path {
			return above
		}
		path = above
	}
}

// lastVersion is the version of the Chrome that ran on a profile last, "" where
// none has, or none tells.
func lastVersion(profile string) string {
	text, err := os.ReadFile(filepath.Join(profile, "Last Version"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// fits refuses a browser that is older than the profile by a major version: those
// are what Chrome itself goes by (chrome/browser/downgrade).
func fits(binary Binary, profile string) error {
	last := lastVersion(profile)
	if major(last) == 0 || major(binary.Version) == 0 || major(binary.Version) >= major(last) {
		return nil
	}
	return hint.Add(fmt.Errorf("%w: Chrome %s ran on %s last, %s is %s", ErrNewerProfile, last, profile, binary.Path, binary.Version),
		"name the terminal's own browser with --chrome")
}

func major(version string) int {
	first, _, _ := strings.Cut(version, ".")
	number, _ := strconv.Atoi(first)
	return number
}
