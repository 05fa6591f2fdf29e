package demo

import (
	"encoding/json"
	"testing"
)

// What a scenario did to a shop is gone afterwards, and the terminal that was
// primed before it is still logged in.
func TestRenew(t *testing.T) {
	s := start(t, Options{})
	if err := s.Renew(); err == nil {
		t.Error("renewed from nothing")
	}
	c := loggedIn(t, s, "admin")
	draft := order("table", 1)
	draft["state"], draft["payment_ids"] = "draft", []any{}
	c.call("pos.order", "sync_from_ui", nil, []any{draft})
	paid := order("table", 1)
	paid["lines"] = []any{} // the server has them
	s.Keep()
	before := shopOf(t, s)
	for range 2 { // what was kept is not spent by being used
		c.call("pos.order", "sync_from_ui", nil, []any{paid, order("sale", 1)})
		if err := s.CloseSession(2); err != nil {
			t.Fatal(err)
		}
		if err := s.Upgrade(); err != nil {
			t.Fatal(err)
		}
		s.SetEnabled(false)
		s.ExpireLogins()
		if shopOf(t, s) == before || c.rpc("/pos/ping", record{}, nil) == nil {
			t.Fatal("nothing of it happened")
		}
		if err := s.Renew(); err != nil {
			t.Fatal(err)
		}
		c.http.CloseIdleConnections() // the restart broke them
		if after := shopOf(t, s); after != before {
			t.Errorf("the shop is\n%s\nit was\n%s", after, before)
		}
		if err := c.rpc("/pos/ping", record{}, nil); err != nil {
			t.Errorf("the terminal: %v", err)
		}
	}
}

// shopOf is what a scenario changes, in words.
func shopOf(t *testing.T, s *Server) string {
	t.Helper()
	state := s.state()
	delete(state, "starts")
	text, err := json.Marshal([]any{state, s.Orders(), s.orders["table"].values["state"], s.orders["table"].lines, s.bus.history()})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
