package pace

import (
	"testing"
	"time"
)

// A third of two processors is two thirds of a second.
func TestRoom(t *testing.T) {
	for name, c := range map[string]struct {
		spent machine
		want  bool
	}{
		"idle":                      {machine{}, true},
		"two thirds work":           {machine{busy: 1300 * time.Millisecond}, true},
		"more than that works":      {machine{busy: 1400 * time.Millisecond}, false},
		"a quota holds us":          {machine{throttled: time.Millisecond}, false},
		"the machine below is busy": {machine{stolen: 200 * time.Millisecond}, false},
	} {
		c.spent.processors = 2
		if got := isRoom(time.Second, c.spent); got != c.want {
			t.Errorf("%s: room %t, want %t", name, got, c.want)
		}
	}
	var r Room
	if r.Spare() {
		t.Error("room before anything was seen")
	}
}
