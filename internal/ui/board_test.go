package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"poswarm/internal/result"
)

// played gives the board a night of twenty terminals, one of which is done.
func played(t *testing.T, tty bool) string {
	t.Helper()
	u, said := seen(tty, 60)
	now := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)
	b := NewBoard(u, func() time.Time { return now })
	for i := range 20 {
		b.Step(Event{Terminal: fmt.Sprintf("till-%02d", i), Text: "started", Total: 20})
		now = now.Add(time.Second)
	}
	b.Step(Event{Terminal: "till-00", Text: "cold-start: \x1b[31mpassed" + strings.Repeat(" and more", 20), Total: 20})
	b.Step(Event{Terminal: "till-00", Done: &result.FleetTerminal{Name: "till-00", State: result.StateFailed, Detail: "blank"}, Finished: 1, Total: 20})
	b.End()
	return said.String()
}

func TestBoard(t *testing.T) {
	live := played(t, true)
	for _, want := range []string{"poswarm: till-00: failed: blank\n", "poswarm: 1 of 20 terminals\n", "\nand 3 more", "till-01 19s: started"} {
		if !strings.Contains(live, want) {
			t.Errorf("a terminal does not see %q", want)
		}
	}
	// What is written over is taken away line by line, and nothing stays.
	up, down := strings.Count(live, "\x1b[A"), strings.Count(live, "\n")-1
	if up != down || !strings.HasSuffix(live, "\x1b[K") || strings.Contains(live, "\x1b[31m") {
		t.Errorf("%d lines were begun and %d taken away", down, up)
	}
	for line := range strings.Lines(live) {
		if text := line[strings.LastIndex(line, "\x1b[K")+1:]; len([]rune(strings.TrimPrefix(text, "[K"))) > 61 {
			t.Errorf("a line is wider than the terminal: %q", text)
		}
	}
	if plain := played(t, false); plain != "poswarm: till-00: failed: blank\n" {
		t.Errorf("a file got %q", plain)
	}
}
