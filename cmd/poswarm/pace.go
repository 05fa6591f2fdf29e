package main

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"poswarm/warm"
)

// plainEvery is the time between two lines of progress where no line can be
// written over.
const plainEvery = 10 * time.Second

// pace tells how far priming is: on a terminal one live line, elsewhere a line
// now and then.
type pace struct {
	ui  *ui
	now func() time.Time

	config     int
	began      time.Time
	told       time.Time
	early      int // files that were there already when this POS was begun
	earlyBytes int64
}

func newPace(u *ui, now func() time.Time) *pace { return &pace{ui: u, now: now} }

// step takes one report of the worker.
func (p *pace) step(progress warm.Progress) {
	now := p.now()
	if progress.Config != p.config {
		p.config, p.began, p.told = progress.Config, now, now
		p.early, p.earlyBytes = progress.Done, progress.Bytes
	}
	if progress.Waiting > 0 {
		p.ui.say("config %d: the server is busy, going on in %s", progress.Config, progress.Waiting.Round(time.Second))
		return
	}
	text := p.text(progress, now)
	if p.ui.animated() {
		p.ui.progress("%s", text)
		return
	}
	if now.Sub(p.told) >= plainEvery {
		p.told = now
		p.ui.say("%s", text)
	}
}

// text is how far, how fast and how long still. Files that are stored already
// take no time, so the time left is that of the bytes a file took so far; it is
// not told in the first second, which knows nothing.
func (p *pace) text(progress warm.Progress, now time.Time) string {
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
