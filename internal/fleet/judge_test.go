package fleet

import (
	"testing"

	"poswarm/internal/result"
)

// What the terminal says to do is better than what we would say.
func TestKnown(t *testing.T) {
	if got := (verdict{reason: result.HostKey, hint: "ask Ann"}).known().hint; got != "ask Ann" {
		t.Errorf("hint %q", got)
	}
	if got := (verdict{reason: result.HostKey}).known().hint; got == "" || got != result.FleetHint(result.HostKey) {
		t.Errorf("hint %q", got)
	}
	if got := (verdict{detail: "write /x: no space left on device"}).known().reason; got != result.DiskFull {
		t.Errorf("reason %q", got)
	}
}
