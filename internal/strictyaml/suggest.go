package strictyaml

import (
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/nearest"
)

// Suggest is the hint for an unknown word: the one that was probably meant,
// and otherwise all that are known.
func Suggest(word string, known []string) string {
	if near := nearest.Of(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	sorted := slices.Sorted(slices.Values(known))
	return "known: " + strings.Join(sorted, ", ")
}
