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
