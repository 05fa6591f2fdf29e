package ui

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
)

// plainEvery is the time between two lines of progress where no line can be
// written over.
const plainEvery = 10 * time.Second

// Pace tells how far priming is: on a terminal one live line, elsewhere a line
// now and then.
type Pace struct {
	ui  *UI
	now func() time.Time

	config     int
	began      time.Time
	said       time.Time
	early      int // files that were there already when this POS was begun
	earlyBytes int64
}

// Priming is how far a terminal is (warm.Progress).
type Priming struct {
	Config, Done, Total int
	Bytes               int64
	// Waiting is the pause that a busy server gets now, otherwise 0.
	Waiting time.Duration
}

// NewPace makes the progress of one run.
func NewPace(u *UI, now func() time.Time) *Pace { return &Pace{ui: u, now: now} }

// Step takes one report of the worker.
func (p *Pace) Step(progress Priming) {
	now := p.now()
	if progress.Config != p.config {
		p.config, p.began, p.said = progress.Config, now, now
		p.early, p.earlyBytes = progress.Done, progress.Bytes
	}
	if progress.Waiting > 0 {
		p.ui.Say("config %d: the server is busy, going on in %s", progress.Config, progress.Waiting.Round(time.Second))
		return
	}
	text := p.text(progress, now)
	if p.ui.animated() {
		p.ui.Progress("%s", text)
		return
	}
	if now.Sub(p.said) >= plainEvery {
		p.said = now
		p.ui.Say("%s", text)
	}
}

// text is how far, how fast and how long still. Files that are stored already
// take no time, so the time left is that of the bytes a file took so far; it is
// not told in the first second, which knows nothing.
func (p *Pace) text(progress Priming, now time.Time) string {
	text := fmt.Sprintf("config %d: %d of %d files, %s", progress.Config, progress.Done, progress.Total, humanize.IBytes(uint64(progress.Bytes)))
	took := now.Sub(p.began)
	files := progress.Done - p.early
	if took < time.Second || files <= 0 {
		return text
	}
	rate := float64(progress.Bytes-p.earlyBytes) / took.Seconds()
	left := time.Duration(float64(took) / float64(files) * float64(progress.Total-progress.Done))
	return text + fmt.Sprintf(", %s/s, %s left", humanize.IBytes(uint64(max(rate, 0))), left.Round(time.Second))
}
