package demo

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// ear is a bus worker without a browser.
type ear struct {
	t    *testing.T
	conn *websocket.Conn
}

func (c *client) listen(last int, channels ...string) *ear {
	c.t.Helper()
	conn, _, err := websocket.Dial(c.t.Context(), c.s.URL()+"/websocket?version="+busVersion, &websocket.DialOptions{HTTPClient: c.http})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = conn.CloseNow() }) // the test may have closed it
	e := &ear{c.t, conn}
	e.subscribe(last, channels...)
	return e
}

func (e *ear) subscribe(last int, channels ...string) {
	e.t.Helper()
	data := record{"channels": channels, "last": last}
	if err := wsjson.Write(e.t.Context(), e.conn, record{"event_name": "subscribe", "data": data}); err != nil {
		e.t.Fatal(err)
	}
}

// hears gives the next message as "id type device session", one per notification.
func (e *ear) hears() (out []string) {
	e.t.Helper()
	ctx := pacetest.Within(e.t, 5*time.Second)
	var list []struct {
		ID      int
		Message struct {
			Type    string
			Payload struct {
				Device  any `json:"device_identifier"`
				Session int `json:"session_id"`
			}
		}
	}
	if err := wsjson.Read(ctx, e.conn, &list); err != nil {
		e.t.Fatal(err)
	}
	for _, n := range list {
		out = append(out, fmt.Sprint(n.ID, " ", n.Message.Type, " ", n.Message.Payload.Device, " ", n.Message.Payload.Session))
	}
	return out
}

func (e *ear) want(want ...string) {
	e.t.Helper()
	if got := e.hears(); fmt.Sprint(got) != fmt.Sprint(want) {
		e.t.Errorf("the bus says %q, want %q", got, want)
	}
}

func TestClosingIsToldOnTheChannelOfThePOS(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	one, two := s.configs[1].token, s.configs[2].token
	s.Log().Reset()
	e := c.listen(0, one)
	other := c.listen(0, two)
	c.call("pos.session", "close_session_from_ui", nil, []any{1}, []any{})
	e.want("1 " + one + "-CLOSING_SESSION false 1")
	var again struct{ Successful bool }
	c.call("pos.session", "close_session_from_ui", &again, []any{1}, []any{})
	if again.Successful {
		t.Error("a closed session was closed again")
	}
	if err := c.callKW("pos.session", "close_session_from_ui", nil,
		record{"context": record{"device_identifier": "7"}}, []any{2}, []any{}); err != nil {
		t.Fatal(err)
	}
	other.want("2 " + two + "-CLOSING_SESSION 7 2")
	if err := s.OpenSession(1); err != nil {
		t.Fatal(err)
	}
	if err := s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	e.want("3 " + one + "-CLOSING_SESSION false 4")
	for _, entry := range s.Log().Entries() {
		if entry.Route == "GET /websocket" && entry.Status != http.StatusSwitchingProtocols {
			t.Errorf("the log has %+v", entry)
		}
	}
	if n := s.Log().Count("GET /websocket"); n != 2 {
		t.Errorf("two connections are in the log %d times", n)
	}
}

// Who was away says what it heard last and hears the rest, once.
func TestMissedNotificationsAreToldOnce(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	channel := s.configs[1].token
	tell := func(session int) { s.notify(s.configs[1], "CLOSING_SESSION", record{"session_id": session}) }
	said := func(id int) string { return fmt.Sprintf("%d %s-CLOSING_SESSION <nil> %d", id, channel, 10*id) }
	tell(10)
	tell(20)
	e := c.listen(1, channel)
	e.want(said(2))
	tell(30)
	e.want(said(3))
	if err := e.conn.CloseNow(); err != nil {
		t.Fatal(err)
	}
	tell(40)
	c.listen(3, channel).want(said(4))
	c.listen(99, channel).want(said(1), said(2), said(3), said(4)) // of another database
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	c.listen(2, channel).want(said(3), said(4))
}

// A browser that never listened hears what is recent, not the whole past.
func TestFirstSubscriptionHearsOnlyWhatIsRecent(t *testing.T) {
	b, now := newBus(), time.Now()
	b.tell(now.Add(-busWindow-time.Second), "a", record{})
	b.tell(now.Add(-busWindow+time.Second), "a", record{})
	b.tell(now, "b", record{})
	for _, test := range []struct {
		last int
		want string
	}{{0, "[2]"}, {1, "[2]"}, {2, "[]"}, {3, "[]"}, {4, "[2]"}, {-1, "[2]"}} {
		l := b.join()
		ids := []any{}
		for range 2 { // the second time the server knows better what was heard
			b.subscribe(l, []string{"a"}, test.last)
			for _, n := range b.unheard(l, now) {
				ids = append(ids, n["id"])
			}
		}
		if got := fmt.Sprint(ids); got != test.want {
			t.Errorf("after %d it hears %s, want %s", test.last, got, test.want)
		}
		b.leave(l)
	}
	if len(b.listeners) != 0 {
		t.Errorf("%d listeners are left", len(b.listeners))
	}
}

func TestRestartEndsTheConnection(t *testing.T) {
	s := start(t, Options{})
	e := loggedIn(t, s, "admin").listen(0, s.configs[1].token)
	s.notify(s.configs[1], "ANY", record{})
	e.hears() // now the server is done with the request
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	ctx := pacetest.Within(t, 5*time.Second)
	if _, _, err := e.conn.Read(ctx); err == nil || ctx.Err() != nil {
		t.Errorf("the connection outlives the server: %v", err)
	}
}
