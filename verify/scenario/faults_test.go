package scenario

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/outage"
)

// A fault that a file may name is one that the gate can make, under that name.
func TestFaultsOfTheGate(t *testing.T) {
	var gate []string
	for _, f := range outage.Faults() {
		gate = append(gate, string(f))
	}
	if diff := cmp.Diff(gate, words(Faults())); diff != "" {
		t.Errorf("faults of the gate (-) and of the files (+):\n%s", diff)
	}
}
