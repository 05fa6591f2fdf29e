package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

const unreleased = "## Unreleased"

// collect adds the fragments to the unreleased section of a log, each at the head of
// its kind's list: the newest is read first.
func collect(log string, fragments []fragment) (string, error) {
	before, section, after, err := split(log)
	if err != nil {
		return "", err
	}
	for _, kind := range kinds {
		var entries []string
		for _, one := range fragments {
			if one.kind == kind {
				entries = append(entries, "- "+one.text)
			}
		}
		if len(entries) > 0 {
			section = withEntries(section, kind, strings.Join(entries, "\n"))
		}
	}
	return before + section + after, nil
}

// release makes the unreleased section that of a version, and opens a new one.
func release(log, version, date string) (string, error) {
	before, section, after, err := split(log)
	if err != nil {
		return "", err
	}
	heading := fmt.Sprintf("## %s, %s", version, date)
	if strings.TrimSpace(strings.TrimPrefix(section, unreleased)) == "" {
		return "", errors.New("nothing is unreleased")
	}
	if strings.Contains(log, "\n## "+version+",") {
		return "", fmt.Errorf("the version %s is there already", version)
	}
	return before + unreleased + "\n\n" + heading + strings.TrimPrefix(section, unreleased) + after, nil
}

// split finds the unreleased section, which ends before the next one.
func split(log string) (before, section, after string, err error) {
	at := strings.Index(log, unreleased+"\n")
	if at < 0 {
		return "", "", "", fmt.Errorf("it has no section %q", unreleased)
	}
	before, section = log[:at], log[at:]
	if end := strings.Index(section, "\n## "); end >= 0 {
		section, after = section[:end+1], section[end+1:]
	}
	return before, section, after, nil
}

// withEntries puts entries under the heading of their kind, which is made where it
// belongs when there is none.
func withEntries(section, kind, entries string) string {
	title := headingOf(kind)
	if head, rest, found := strings.Cut(section, title+"\n\n"); found {
		return head + title + "\n\n" + entries + "\n" + rest
	}
	block := title + "\n\n" + entries + "\n"
	for _, later := range kinds[slices.Index(kinds, kind)+1:] {
		if head, rest, found := strings.Cut(section, headingOf(later)+"\n"); found {
			return head + block + "\n" + headingOf(later) + "\n" + rest
		}
	}
	end := strings.TrimRight(section, "\n")
	return end + "\n\n" + block + section[min(len(section), len(end)+1):]
}

func headingOf(kind string) string { return "### " + strings.ToUpper(kind[:1]) + kind[1:] }
