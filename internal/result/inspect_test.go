package result

import "testing"

// Whose log-out is marked decides, where it can be read.
func TestInspectTellsWhoseLogOut(t *testing.T) {
	for name, c := range map[string]struct {
		unread, own bool
		want        Outcome
	}{
		"none, or another user's": {false, false, Passed},
		"the POS's own user's":    {false, true, Failed},
		"nobody knows whose":      {true, false, Degraded},
	} {
		doc := NewInspect("till")
		doc.Servers = []InspectServer{{Origin: "https://shop", LoggedOut: c.unread,
			Snapshots: []InspectSnapshot{{Snapshot: Snapshot{Config: 1, State: "current"}, LoggedOut: c.own}}}}
		if got := doc.Checks().Cases[0]; got.Outcome != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
