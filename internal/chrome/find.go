package chrome

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"poswarm/internal/hint"
)

// Binary is a browser on this machine.
type Binary struct {
	Path string
	// Version has four numbers, such as 156.0.8078.79. It is empty where the
	// system gives no way to ask.
	Version string
}

func (b Binary) String() string {
	if b.Version == "" {
		return b.Path
	}
	return b.Path + " (" + b.Version + ")"
}

// EnvBinary is the variable that names the browser for every command.
const EnvBinary = "POSWARM_CHROME"

var versionPattern = regexp.MustCompile(`\d+\.\d+\.\d+\.\d+`)

// Find returns the browser at path, else the one that POSWARM_CHROME names,
// else an installed Google Chrome, else an installed Chromium.
//
// chrome-headless-shell is refused: it takes no lock on the profile, so it
// could run beside the Chrome of a till and damage the profile.
func Find(path string) (Binary, error) { return find(path, false) }

// FindScratch is Find for profiles that nobody else can have: a named
// chrome-headless-shell, as machines without a screen have it, is accepted. It
// takes half the processor time.
func FindScratch(path string) (Binary, error) { return find(path, true) }

func find(path string, shell bool) (Binary, error) {
	switch {
	case path != "":
		return findNamed(path, "--chrome", shell)
	case os.Getenv(EnvBinary) != "":
		return findNamed(os.Getenv(EnvBinary), EnvBinary, shell)
	}
	for _, c := range candidates() {
		found, err := exec.LookPath(c)
		if err != nil || isShell(found) {
			continue
		}
		v, err := knownVersion(found)
		if errors.Is(err, context.DeadlineExceeded) { // it is there, and somebody keeps it from answering
			return Binary{}, fmt.Errorf("asking %s: %w", found, err)
		}
		if err != nil {
			// Ubuntu ships a chromium-browser script that only prints how to
			// install the snap: go on to the next name.
			continue
		}
		return Binary{Path: found, Version: v}, nil
	}
	return Binary{}, hint.Add(ErrNotFound, installHint)
}

func findNamed(path, source string, shell bool) (Binary, error) {
	found, err := exec.LookPath(path)
	if err != nil {
		return Binary{}, hint.Add(fmt.Errorf("%w: %s names %s: %w", ErrNotFound, source, path, errors.Unwrap(err)), installHint)
	}
	if isShell(found) && !shell {
		return Binary{}, hint.Add(fmt.Errorf("%w: %s names %s, which takes no lock on a profile", ErrNotFound, source, path),
			"name a full Chrome or Chromium; poswarm runs it without a window. The shell is for verify without --profile")
	}
	v, err := knownVersion(found)
	if errors.Is(err, context.DeadlineExceeded) {
		return Binary{}, fmt.Errorf("asking %s: %w", found, err)
	}
	if err != nil {
		return Binary{}, hint.Add(fmt.Errorf("%w: %s names %s: %w", ErrNotFound, source, path, err),
			"name the browser itself, such as /usr/bin/chromium")
	}
	return Binary{Path: found, Version: v}, nil
}

// versions are those of the browsers that were asked: asking starts a whole
// Chrome. A binary that was replaced is asked again.
var versions sync.Map

func knownVersion(path string) (string, error) {
	type binary struct {
		path string
		size int64
		time time.Time
	}
	key := binary{path: path}
	if info, err := os.Stat(path); err == nil {
		key.size, key.time = info.Size(), info.ModTime()
	}
	if known, ok := versions.Load(key); ok {
		return known.(string), nil
	}
	v, err := version(path)
	if err == nil {
		versions.Store(key, v)
	}
	return v, err
}

func isShell(path string) bool {
	base := strings.ReplaceAll(strings.ToLower(filepath.Base(path)), "_", "-")
	return strings.Contains(base, "headless-shell")
}
