// Changelog moves the fragments of changelog.d into CHANGELOG.md.
//
//	changelog [-version VERSION] [-date YYYY-MM-DD]
//
// Without a version they go to the section "Unreleased"; with one, that section
// becomes the version's. changelog.d/README.md says what a fragment is.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	logName    = "CHANGELOG.md"
	folderName = "changelog.d"
)

func main() {
	version := flag.String("version", "", "release the unreleased entries as this `VERSION`")
	date := flag.String("date", time.Now().Format(time.DateOnly), "the `DAY` of the release")
	flag.Parse()
	if err := run(".", *version, *date); err != nil {
		fmt.Fprintln(os.Stderr, "changelog:", err)
		os.Exit(1)
	}
}

// run collects the fragments of a repository. They are removed when the log has
// been written.
func run(root, version, date string) error {
	fragments, err := readFragments(filepath.Join(root, folderName))
	if err != nil {
		return err
	}
	name := filepath.Join(root, logName)
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	collected, err := collect(string(text), fragments)
	if err == nil && version != "" {
		collected, err = release(collected, version, date)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := os.WriteFile(name, []byte(collected), 0o644); err != nil {
		return err
	}
	for _, one := range fragments {
		if err := os.Remove(one.file); err != nil {
			return err
		}
	}
	return nil
}
