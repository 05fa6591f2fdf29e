// Package nearest finds what somebody probably meant: the known word closest
// to one that is not known. Scenario files, config files and the command line
// all use it for their hints.
package nearest

import (
	"strings"

	"github.com/xrash/smetrics"
)

// Of returns the candidate nearest to word, or "" when none is near enough to
// be worth suggesting. A suggestion that is far off costs more trust than it
// saves time, so at most a third of the word may differ.
func Of(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, bestDistance := "", len(word)/3+1
	for _, c := range candidates {
		if len(word) > 2 && strings.HasPrefix(c, word) {
			return c
		}
		if d := smetrics.WagnerFischer(word, strings.ToLower(c), 1, 1, 1); d <= bestDistance && d < len(word) {
			if d < bestDistance || best == "" {
				best, bestDistance = c, d
			}
		}
	}
	return best
}
