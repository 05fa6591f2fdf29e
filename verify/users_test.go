package verify

import (
	"errors"
	"testing"

	"poswarm/internal/posui"
	"poswarm/internal/result"
)

func TestThePageOfAnotherUser(t *testing.T) {
	r := &run{}
	for _, user := range []int{2, 2} {
		if err := r.sameUser(posui.State{User: user}); err != nil {
			t.Error(err)
		}
	}
	failure, ok := errors.AsType[*posui.Failure](r.sameUser(posui.State{User: 6}))
	if !ok || failure.Reason != result.WrongUser {
		t.Errorf("another user's page: %v", failure)
	}
	r.user = 0 // somebody logged in
	if err := r.sameUser(posui.State{User: 6}); err != nil {
		t.Error(err)
	}
}

func TestASaleThatIsNowhere(t *testing.T) {
	r := &run{sold: []posui.Order{{UUID: "a"}, {UUID: "b"}, {UUID: "c"}}}
	if lost := r.lost(map[string]bool{"a": true}, []posui.Order{{UUID: "c"}}); lost == nil || lost.Reason != result.OrdersLost {
		t.Errorf("b is nowhere: %v", lost)
	}
	if lost := r.lost(map[string]bool{"a": true, "b": true}, []posui.Order{{UUID: "c"}}); lost != nil {
		t.Error(lost)
	}
}

// A page is held when its own snapshot is: that of the user before is another's.
func TestWhoseSnapshotIsHeld(t *testing.T) {
	shown := posui.State{PosConfig: 1, User: 6, PageSession: 3}
	own := kept{Config: 1, User: 6, State: "current", Session: 3, Pinned: true}
	if !own.of(shown) {
		t.Error("its own snapshot does not count")
	}
	for name, change := range map[string]func(*kept){
		"another user's":        func(s *kept) { s.User = 2 },
		"another POS's":         func(s *kept) { s.Config = 2 },
		"of another session":    func(s *kept) { s.Session = 2 },
		"still being filled":    func(s *kept) { s.State = "staged" },
		"of nobody's open page": func(s *kept) { s.Pinned = false },
	} {
		other := own
		change(&other)
		if other.of(shown) {
			t.Errorf("a snapshot %s counts", name)
		}
	}
}
