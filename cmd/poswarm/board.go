package main

import (
	"fmt"
	"sync"
	"time"

	"poswarm/internal/fleet"
	"poswarm/internal/result"
)

const (
	// boardRows are what a terminal of 24 lines shows beside its own prompt.
	boardRows = 16
	// boardEvery is the least time between two pictures of the board: 50 terminals
	// that talk must not make a screen flicker.
	boardEvery = 100 * time.Millisecond
)

// board shows what a fleet does: on a terminal one live line for each that is at
// work, elsewhere a line for each that is done.
type board struct {
	ui  *ui
	now func() time.Time

	mu              sync.Mutex
	order           []string
	texts           map[string]string
	began           map[string]time.Time
	finished, total int
	shown           time.Time
}

func newBoard(u *ui, now func() time.Time) *board {
	return &board{ui: u, now: now, texts: map[string]string{}, began: map[string]time.Time{}}
}

// step takes one event; it is called from several goroutines.
func (b *board) step(e fleet.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.finished, b.total = max(b.finished, e.Finished), e.Total
	if e.Done != nil {
		b.drop(e.Terminal)
		b.ui.say("%s", doneText(e.Done))
		b.draw(true)
		return
	}
	if _, known := b.texts[e.Terminal]; !known {
		b.order = append(b.order, e.Terminal)
		b.began[e.Terminal] = b.now()
	}
	b.texts[e.Terminal] = e.Text
	b.ui.detail("%s: %s", e.Terminal, e.Text)
	b.draw(false)
}

// end takes the board away.
func (b *board) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ui.write(func() {})
}

func (b *board) drop(name string) {
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

func (b *board) draw(always bool) {
	if b.ui.quiet || !b.ui.animated() || !always && b.now().Sub(b.shown) < boardEvery {
		return
	}
	b.shown = b.now()
	if lines := b.lines(); len(lines) > 0 {
		b.ui.board(lines)
	}
}

func (b *board) lines() []string {
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
