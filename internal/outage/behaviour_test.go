package outage

// These tests prove that every fault of the table does something, and what the
// answering ones answer.

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"poswarm/internal/fault"
)

func TestEveryFaultHasABehaviour(t *testing.T) {
	for _, r := range fault.Rows() {
		has := behaviourOf(r.Name) != nil || r.Pattern != "" // the statuses
		if has == (r.Effect == fault.LetsThrough) {
			t.Errorf("%s: a behaviour %t", r.Name, has)
		}
	}
	if behaviourOf("status-500") == nil {
		t.Error("a status has none")
	}
}

// TestAnyStatus: a status is the whole of such a fault, known to HTTP or not.
func TestAnyStatus(t *testing.T) {
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	c := client(t, g)
	for f, want := range map[fault.Name]string{"status-404": "404 Not Found", "status-500": "500 Internal Server Error", "status-522": "522 Unknown Error"} {
		cut(t, g, f)
		status, body, _ := ask(t, c, "GET", s.URL+"/pos/ui/1", "", "")
		if status != f.Status() || !strings.Contains(body, want) || !strings.Contains(body, g.Nonce()) {
			t.Errorf("%s: %d %s", f, status, body)
		}
	}
	if s.count() != 0 || g.Served() != 0 {
		t.Errorf("%d requests got through", s.count())
	}
}

// TestLoginService: whatever is asked is sent to another host, which is nobody's.
func TestLoginService(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		c := client(t, g)
		cut(t, g, fault.LoginService)
		status, body, h := ask(t, c, "POST", s.URL+"/web/dataset/call_kw?x=1", "application/json", "{}")
		if status != http.StatusFound || h.Get("Location") != loginService+"?redirect_uri=%2Fweb%2Fdataset%2Fcall_kw%3Fx%3D1" || !strings.Contains(body, g.Nonce()) {
			t.Errorf("https %t: %d %v %s", secure, status, h, body)
		}
		if status, _, _ := ask(t, c, "GET", h.Get("Location"), "", ""); status != 0 {
			t.Errorf("https %t: the log-in service answers %d", secure, status)
		}
		if s.count() != 0 || g.Served() != 0 {
			t.Errorf("%d requests got through", s.count())
		}
	}
}

func TestPlansThatCannotBeFollowed(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	for _, p := range []fault.Plan{{}, {Fault: "rain"}, {Fault: fault.Slow}, {Fault: fault.CutAfter}, {Fault: fault.CutAfter, Requests: 1, Bytes: 1}, {Fault: fault.CutAfter, Requests: 1, Call: "x"},
		{Fault: fault.CutAfter, Requests: 1, By: fault.Slow}, {Fault: fault.CutAfter, Requests: 1, By: "rain"}, {Fault: fault.CutAfter, Requests: 1, By: fault.CableOut},
		{Fault: fault.Flapping}, {Fault: fault.Flapping, Down: time.Second}, {Fault: fault.Flapping, Every: 1}, {Fault: fault.Flapping, Every: -1},
		{Fault: fault.Flapping, Every: 2, By: fault.ServerDead}} {
		if err := g.Follow(p); err == nil {
			t.Errorf("%+v was followed", p)
		}
	}
	if g.Fault() != "" {
		t.Errorf("the gate is under %s", g.Fault())
	}
	if f := fetch(t, &http.Client{}, target.String()+"/x", 5*time.Second); !f.whole() {
		t.Errorf("the target itself: %v", f.err)
	}
}
