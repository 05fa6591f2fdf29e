package verify

import (
	"testing"

	"poswarm/verify/scenario"
)

// TestEveryStepIsDone: a step that the language knows and nothing does would be found
// out by who runs it first.
func TestEveryStepIsDone(t *testing.T) {
	if kinds := scenario.Kinds(); len(doers) != len(kinds) {
		t.Errorf("%d steps are done, the language knows %d: %v", len(doers), len(kinds), kinds)
	}
}
