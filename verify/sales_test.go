package verify

import (
	"testing"

	"poswarm/internal/posui"
	"poswarm/internal/result"
)

func TestASaleThatIsNowhere(t *testing.T) {
	s := &sales{sold: []posui.Order{{UUID: "a"}, {UUID: "b"}, {UUID: "c"}}}
	if lost := s.lost(map[string]bool{"a": true}, []posui.Order{{UUID: "c"}}); lost == nil || lost.Reason != result.OrdersLost {
		t.Errorf("b is nowhere: %v", lost)
	}
	if lost := s.lost(map[string]bool{"a": true, "b": true}, []posui.Order{{UUID: "c"}}); lost != nil {
		t.Error(lost)
	}
}
