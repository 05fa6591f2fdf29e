package ui

import (
	"strings"
	"testing"
	"time"
)

// paced gives a minute of priming, a report a second, to a terminal or a file.
func paced(t *testing.T, tty bool) string {
	t.Helper()
	u, said := seen(tty, 100)
	now := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)
	p := NewPace(u, func() time.Time { return now })
	for second := range 31 {
		p.Step(Priming{Config: 1, Done: 10 * second, Total: 400, Bytes: int64(second) << 20})
		now = now.Add(time.Second)
	}
	p.Step(Priming{Config: 1, Waiting: 4 * time.Second})
	return said.String()
}

func TestPace(t *testing.T) {
	live := paced(t, true)
	if want := "poswarm: config 1: 300 of 400 files, 30 MiB, 1.0 MiB/s, 10s left"; !strings.Contains(live, want) {
		t.Errorf("a terminal saw %q, not %q", live, want)
	}
	plain := paced(t, false)
	if lines := strings.Count(plain, "\n"); lines != 4 || strings.Contains(plain, "\r") {
		t.Errorf("a file got %d lines, want one every ten seconds and the pause:\n%s", lines, plain)
	}
	if want := "poswarm: config 1: the server is busy, going on in 4s\n"; !strings.Contains(plain, want) {
		t.Errorf("the pause is not told: %q", plain)
	}
}
