package main

import (
	"strings"
	"testing"
)

func TestUntriedSystemsAreSaid(t *testing.T) {
	for on, want := range map[[2]string]string{
		{"linux", "amd64"}:   "",
		{"linux", "arm64"}:   "never tried there",
		{"windows", "amd64"}: "close the kiosk",
		{"darwin", "arm64"}:  "weaker",
	} {
		got := untried(on[0], on[1])
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%v: %q, want %q in it", on, got, want)
		}
	}
}
