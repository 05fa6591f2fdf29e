package ui

import (
	"fmt"
	"sync"
	"time"

	"poswarm/internal/result"
)

const (
	// boardRows are what a terminal of 24 lines shows beside its own prompt.
	boardRows = 16
	// boardEvery is the least time between two states of the board that are shown: 50 terminals
	// that talk must not make a screen flicker.
	boardEvery = 100 * time.Millisecond
)

// Board shows what a fleet does: on a terminal one live line for each that is at
// work, elsewhere a line for each that is done.
type Board struct {
	ui  *UI
	now func() time.Time

	mu              sync.Mutex
	order           []string
	texts           map[string]string
	began           map[string]time.Time
	finished, total int
	shown           time.Time
}

// Event is news of one terminal of a fleet (fleet.Event).
type Event struct {
	Terminal string
	// Text is what it does now, "" at its end.
	Text string
	// Done is what came out, nil before the end.
	Done *result.FleetTerminal
	// Finished of Total terminals have been judged.
	Finished, Total int
}

// NewBoard makes the board of one run.
func NewBoard(u *UI, now func() time.Time) *Board {
	return &Board{ui: u, now: now, texts: map[string]string{}, began: map[string]time.Time{}}
}

// Step takes one event; it is called from several goroutines.
func (b *Board) Step(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.finished, b.total = max(b.finished, e.Finished), e.Total
	if e.Done != nil {
		b.drop(e.Terminal)
		b.ui.Say("%s", doneText(e.Done))
		b.draw(true)
		return
	}
	if _, known := b.texts[e.Terminal]; !known {
		b.order = append(b.order, e.Terminal)
		b.began[e.Terminal] = b.now()
	}
	b.texts[e.Terminal] = e.Text
	b.ui.Detail("%s: %s", e.Terminal, e.Text)
	b.draw(false)
}

// End takes the board away.
func (b *Board) End() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ui.write(func() {})
}

func (b *Board) drop(name string) {
	delete(b.texts, name)
	for i, one := range b.order {
		if one == name {
			b.order = append(b.order[:i], b.order[i+1:]...)
			return
		}
	}
}

func doneText(t *result.FleetTerminal) string {
	text := t.Name + ": " + string(t.State)
	if t.Detail != "" {
		text += ": " + t.Detail
	}
	return text
}

func (b *Board) draw(always bool) {
	if b.ui.Quiet || !b.ui.animated() || !always && b.now().Sub(b.shown) < boardEvery {
		return
	}
	b.shown = b.now()
	if lines := b.lines(); len(lines) > 0 {
		b.ui.show(lines)
	}
}

func (b *Board) lines() []string {
	if b.total == 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("poswarm: %d of %d terminals", b.finished, b.total)}
	for i, name := range b.order {
		if i == boardRows {
			return append(lines, fmt.Sprintf("  and %d more", len(b.order)-boardRows))
		}
		lines = append(lines, fmt.Sprintf("  %s %s: %s", name, b.now().Sub(b.began[name]).Round(time.Second), b.texts[name]))
	}
	return lines
}
