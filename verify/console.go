package verify

import (
	"regexp"
	"slices"

	"poswarm/internal/chrome"
	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/scenarios"
)

// cleanConsole is the verdict on what the page wrote to the console, nil when
// there is nothing but what a POS without its server always writes.
func cleanConsole(seen chrome.Observed) error {
	for _, entry := range seen.Console {
		line := entry.Text + " (" + entry.URL + ")"
		if entry.Level == "error" && !expected(line) {
			return posui.Failf(result.ConsoleError, "%s", line)
		}
	}
	for _, text := range seen.Exceptions {
		if !expected(text) {
			return posui.Failf(result.ConsoleError, "%s", text)
		}
	}
	return nil
}

func expected(line string) bool {
	return slices.ContainsFunc(scenarios.ExpectedConsole(), func(known *regexp.Regexp) bool { return known.MatchString(line) })
}
