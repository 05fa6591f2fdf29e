package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kinds are the headings of a section, in their order.
var kinds = []string{"added", "changed", "fixed", "removed", "security"}

// fragment is one entry that waits for its release.
type fragment struct {
	file, kind, text string
}

var fragmentName = regexp.MustCompile(`^([a-z]+)-[a-z0-9-]+\.md$`)

// readFragments reads all of a folder, and names every mistake.
func readFragments(folder string) ([]fragment, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return nil, err
	}
	var out []fragment
	var mistakes []error
	for _, file := range files {
		if filepath.Base(file) == "README.md" {
			continue
		}
		one, err := readFragment(file)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", file, err))
		}
		out = append(out, one)
	}
	return out, errors.Join(mistakes...)
}

func readFragment(file string) (fragment, error) {
	parts := fragmentName.FindStringSubmatch(filepath.Base(file))
	if parts == nil || !slices.Contains(kinds, parts[1]) {
		return fragment{}, fmt.Errorf("its name is not KIND-what-it-is-about.md, with a kind of %s", strings.Join(kinds, ", "))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fragment{}, err
	}
	text := strings.Join(strings.Fields(string(data)), " ")
	switch {
	case text == "":
		return fragment{}, errors.New("it is empty")
	case strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "#"):
		return fragment{}, errors.New("it is one entry of plain sentences, without dash and heading")
	case !strings.HasSuffix(text, "."):
		return fragment{}, errors.New("its last sentence has no full stop")
	}
	return fragment{file: file, kind: parts[1], text: text}, nil
}
