package verify

import (
	"testing"

	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

func TestASaleThatIsNowhere(t *testing.T) {
	s := &sales{sold: []odooui.Order{{UUID: "a"}, {UUID: "b"}, {UUID: "c"}}}
	if lost := s.lost(map[string]bool{"a": true}, []odooui.Order{{UUID: "c"}}); lost == nil || lost.Reason != result.OrdersLost {
		t.Errorf("b is nowhere: %v", lost)
	}
	if lost := s.lost(map[string]bool{"a": true, "b": true}, []odooui.Order{{UUID: "c"}}); lost != nil {
		t.Error(lost)
	}
}
