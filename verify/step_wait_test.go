package verify

import (
	"testing"

	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/internal/workerapi"
)

// A page is held when its own snapshot is: that of the user before is another's.
func TestWhoseSnapshotIsHeld(t *testing.T) {
	shown := odooui.State{PosConfig: 1, User: 6, PageSession: 3}
	session, before := 3, 2
	own := workerapi.Snapshot{Snapshot: result.Snapshot{Config: 1, User: 6, State: "current", POSSession: &session, Pinned: true}}
	if !holdsPage(own, shown) {
		t.Error("its own snapshot does not count")
	}
	for name, change := range map[string]func(*workerapi.Snapshot){
		"another user's":        func(s *workerapi.Snapshot) { s.User = 2 },
		"another POS's":         func(s *workerapi.Snapshot) { s.Config = 2 },
		"of another session":    func(s *workerapi.Snapshot) { s.POSSession = &before },
		"still being filled":    func(s *workerapi.Snapshot) { s.State = "staged" },
		"of nobody's open page": func(s *workerapi.Snapshot) { s.Pinned = false },
	} {
		other := own
		change(&other)
		if holdsPage(other, shown) {
			t.Errorf("a snapshot %s counts", name)
		}
	}
}
