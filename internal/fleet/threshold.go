package fleet

import (
	"fmt"
	"time"

	"poswarm/internal/result"
)

// Threshold says how much may be wrong before a run is bad. The zero value
// tolerates nothing, and no threshold tolerates a fleet of which none is ready.
type Threshold struct {
	// MaxFail terminals may be not good.
	MaxFail int
	// MaxRatio of the terminals may be, from 0 to 1, where there are at least
	// MinSize of them: a tenth of five is no number.
	MaxRatio float64
	MinSize  int
	// MaxAge is how long ago a terminal may have been ready last; 0 for any time.
	// An older one is bad whatever else is tolerated.
	MaxAge time.Duration
}

// Apply notes in the document what is tolerated, and what is too old for it.
func (th Threshold) Apply(doc *result.Fleet, now time.Time) {
	bad, total, old := 0, 0, 0
	for i := range doc.Terminals {
		t := &doc.Terminals[i]
		if t.State == result.StateQuarantined {
			continue
		}
		total++
		if !t.State.Good() {
			bad++
			if th.tooOld(t, now) {
				old++
				t.Detail += fmt.Sprintf(" (not ready for more than %s)", th.MaxAge)
			}
		}
	}
	switch {
	case bad == 0 || bad == total || old > 0:
	case bad <= th.MaxFail:
		doc.Tolerated = fmt.Sprintf("%d of %d not good, up to %d may be", bad, total, th.MaxFail)
	case th.MaxRatio > 0 && total >= max(th.MinSize, 1) && float64(bad) <= th.MaxRatio*float64(total):
		doc.Tolerated = fmt.Sprintf("%d of %d not good, up to %.0f%% may be", bad, total, 100*th.MaxRatio)
	}
}

// tooOld tells whether the terminal was ready too long ago, or never.
func (th Threshold) tooOld(t *result.FleetTerminal, now time.Time) bool {
	if th.MaxAge <= 0 {
		return false
	}
	if t.LastOK == nil {
		return true
	}
	at, err := time.Parse(time.RFC3339, *t.LastOK)
	return err != nil || now.Sub(at) > th.MaxAge
}
