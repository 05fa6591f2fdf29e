package outage

// These tests prove that a cut which the traffic sets off comes at its byte,
// response or call.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/pace/pacetest"
)

// numbers is a target whose answers tell whether they arrived whole.
func numbers(t *testing.T) (*url.URL, *atomic.Int64) { return numbersFor(t, "/") }

// numbersFor counts the requests whose path begins with counted.
func numbersFor(t *testing.T, counted string) (*url.URL, *atomic.Int64) {
	t.Helper()
	var hits atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, counted) {
			hits.Add(1)
		}
		switch r.URL.Path {
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/never":
			<-r.Context().Done()
		default:
			io.WriteString(w, whole)
		}
	}))
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u, &hits
}

var whole = strings.Repeat("0123456789", 50_000)

func set(t *testing.T, g *Gate, trap Trap) *Trap {
	t.Helper()
	armed, err := g.Set(trap)
	if err != nil {
		t.Fatal(err)
	}
	return armed
}

// fetched is what a client saw of one answer.
type fetched struct {
	status int
	body   string
	err    error
}

func fetch(t *testing.T, c *http.Client, url string, limit time.Duration) fetched {
	ctx, cancel := pacetest.Limit(limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Error(err)
	}
	res, err := c.Do(r)
	if err != nil {
		return fetched{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return fetched{res.StatusCode, string(body), err}
}

func (f fetched) whole() bool { return f.err == nil && f.body == whole }

func sprung(t *testing.T, trap *Trap) {
	t.Helper()
	select {
	case <-trap.Sprung():
	case <-pacetest.Within(t, 5*time.Second).Done():
		t.Fatal("waited 5s for the trap to spring")
	}
}

var trapFaults = []fault.Name{fault.Refused, fault.Reset, fault.Blackhole, fault.HalfOpen, fault.Status502, fault.Portal, fault.ServerDead}

// TestTrapCountsExactly asks from many clients at a time: whatever their order,
// so many answers arrive whole and no other one begins.
func TestTrapCountsExactly(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	for _, name := range trapFaults {
		for after := 1; after <= 9; after += 4 {
			for _, inBody := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/%t", name, after, inBody), func(t *testing.T) {
					restore(t, g)
					trap := set(t, g, Trap{Fault: name, After: after, InBody: inBody})
					all := make([]fetched, 12)
					var clients sync.WaitGroup
					for i := range all {
						c := client(t, g)
						clients.Go(func() { all[i] = fetch(t, c, target.String()+"/x", 700*time.Millisecond) })
					}
					sprung(t, trap)
					clients.Wait()
					complete, begun := 0, 0
					for _, f := range all {
						if f.whole() {
							complete++
						}
						if f.status == 200 && strings.HasPrefix(f.body, "0123") {
							begun++
						}
					}
					want := after
					if inBody {
						want--
					}
					if complete != want || begun > after || trap.Begun() != after || g.Served() != 0 || g.Fault() != name {
						t.Errorf("%d whole, %d begun, %d numbered, %d served under %q", complete, begun, trap.Begun(), g.Served(), g.Fault())
					}
				})
			}
		}
	}
}

// TestTrapCutsTheBodyInItsMiddle looks at the last response itself.
func TestTrapCutsTheBodyInItsMiddle(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	for _, name := range trapFaults {
		restore(t, g)
		trap := set(t, g, Trap{Fault: name, After: 2, InBody: true})
		c := client(t, g)
		if first := fetch(t, c, target.String()+"/x", time.Second); !first.whole() {
			t.Errorf("%s: the response before: %d bytes, %v", name, len(first.body), first.err)
		}
		second := fetch(t, c, target.String()+"/x", time.Second)
		sprung(t, trap)
		if second.status != 200 || second.err == nil || len(second.body) == 0 || len(second.body) > len(whole)/2 {
			t.Errorf("%s: status %d, %d bytes, %v", name, second.status, len(second.body), second.err)
		}
		n := hits.Load()
		after := fetch(t, c, target.String()+"/x", 300*time.Millisecond)
		switch {
		case name.Silent() && after.err == nil,
			name.Hangs() && !errors.Is(after.err, context.DeadlineExceeded),
			name == fault.Status502 && after.status != 502,
			name == fault.Portal && !strings.Contains(after.body, g.Nonce()):
			t.Errorf("%s: afterwards %d, %.60q, %v", name, after.status, after.body, after.err)
		}
		if hits.Load() != n {
			t.Errorf("%s: the target was asked after the cut", name)
		}
	}
}

// TestTrapAnswersWhatIsUnderWay holds a request that the target never answers.
func TestTrapAnswersWhatIsUnderWay(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	for name, status := range map[fault.Name]int{fault.Status502: 502, fault.Reset: 0, fault.Blackhole: 0} {
		restore(t, g)
		trap := set(t, g, Trap{Fault: name, After: 1})
		n, held := hits.Load(), make(chan fetched)
		slow, quick := client(t, g), client(t, g)
		go func() { held <- fetch(t, slow, target.String()+"/never", time.Second) }()
		for hits.Load() == n {
			time.Sleep(time.Millisecond)
		}
		if f := fetch(t, quick, target.String()+"/x", time.Second); !f.whole() {
			t.Errorf("%s: %d bytes, %v", name, len(f.body), f.err)
		}
		sprung(t, trap)
		if got := <-held; got.status != status || status == 0 && got.err == nil {
			t.Errorf("%s: the request under way got %d, %v", name, got.status, got.err)
		}
	}
}

// TestTrapSpringsWithoutABody has a last response with no middle.
func TestTrapSpringsWithoutABody(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	trap := set(t, g, Trap{Fault: fault.Reset, After: 1, InBody: true})
	if f := fetch(t, client(t, g), target.String()+"/empty", time.Second); f.err == nil {
		t.Errorf("status %d came through", f.status)
	}
	sprung(t, trap)
}

// TestTrapWaits: a trap that has not sprung cuts nothing, and one that is
// forgotten never does.
func TestTrapWaits(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	c := client(t, g)
	trap := set(t, g, Trap{Fault: fault.ServerDead, After: 2})
	fetch(t, c, target.String()+"/x", time.Second)
	if trap.hasSprung() || g.Fault() != "" || trap.Begun() != 1 {
		t.Errorf("after 1 of 2: fault %q, %d begun", g.Fault(), trap.Begun())
	}
	restore(t, g)
	for range 3 {
		if f := fetch(t, c, target.String()+"/x", time.Second); !f.whole() {
			t.Errorf("after the trap was forgotten: %v", f.err)
		}
	}
	if trap.hasSprung() {
		t.Error("a forgotten trap has sprung")
	}
	for _, bad := range []Trap{{Fault: "rain", After: 1}, {Fault: fault.CableOut, After: 1}, {Fault: fault.Portal}} {
		if _, err := g.Set(bad); err == nil {
			t.Errorf("%+v was set", bad)
		}
	}
}

// TestTrapWithHTTPS counts inside TLS.
func TestTrapWithHTTPS(t *testing.T) {
	s := newSite(t, true)
	g := s.gate(t, true)
	c := client(t, g)
	trap := set(t, g, Trap{Fault: fault.Portal, After: 3})
	for i := 1; i <= 4; i++ {
		status, body, _ := ask(t, c, "GET", s.URL+"/x", "", "")
		if i <= 3 && (status != 404 || body != "origin:/x") || i == 4 && !strings.Contains(body, g.Nonce()) {
			t.Errorf("%d: %d %s", i, status, body)
		}
	}
	sprung(t, trap)
	if s.count() != 3 || g.Served() != 0 {
		t.Errorf("%d hits, %d served", s.count(), g.Served())
	}
	for _, f := range []fault.Name{fault.Refused, fault.Reset} {
		cut(t, g, f)
		if status, text, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 0 {
			t.Errorf("%s: %d %s", f, status, text)
		}
	}
}

// TestCutAfterBytesIsExact has many bodies on their way: no byte too many
// reaches the browser, however they share.
func TestCutAfterBytesIsExact(t *testing.T) {
	target, hits := numbersFor(t, "/after") // what went before the cut may arrive after it
	g := openGate(t, target, true)
	for _, name := range []fault.Name{fault.ServerDead, fault.Status502, fault.Blackhole} {
		const most = 700_000
		follow(t, g, fault.Plan{Fault: fault.CutAfter, By: name, Bytes: most})
		happened := g.Happened()
		if g.Fault() != fault.CutAfter || g.InForce() != "" {
			t.Errorf("before: %s, in force %q", g.Fault(), g.InForce())
		}
		all := make([]fetched, 4)
		var clients sync.WaitGroup
		for i := range all {
			c := client(t, g)
			clients.Go(func() { all[i] = fetch(t, c, target.String()+"/x", 700*time.Millisecond) })
		}
		select {
		case <-happened:
		case <-pacetest.Within(t, 5*time.Second).Done():
			t.Fatalf("%s: waited 5s for the cut", name)
		}
		clients.Wait()
		got, complete := 0, 0
		for _, f := range all {
			if f.status == 200 {
				got += len(f.body)
			}
			if f.whole() {
				complete++
			}
		}
		if got > most || complete > 1 || g.InForce() != name || g.Served() != 0 {
			t.Errorf("%s: %d bytes, %d whole, %q in force, %d served", name, got, complete, g.InForce(), g.Served())
		}
		fetch(t, client(t, g), target.String()+"/after", 200*time.Millisecond)
		if n := hits.Load(); n != 0 {
			t.Errorf("%s: the target was asked %d times after the cut", name, n)
		}
	}
	restore(t, g)
	if g.Happened() != nil {
		t.Error("a cut that is over is still to come")
	}
}

// TestCutAfterBytesWaitsForTheFirstTooMany: what fits exactly is no cut.
func TestCutAfterBytesWaitsForTheFirstTooMany(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, fault.Plan{Fault: fault.CutAfter, Bytes: int64(len(whole))})
	if f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second); !f.whole() || g.InForce() != "" {
		t.Errorf("%d bytes, %v, %q in force", len(f.body), f.err, g.InForce())
	}
	if f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second); f.err == nil || g.InForce() != fault.ServerDead {
		t.Errorf("%d bytes, %q in force", len(f.body), g.InForce())
	}
}

func TestCutAfterResponses(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, fault.Plan{Fault: fault.CutAfter, By: fault.Status503, Requests: 2})
	c := client(t, g)
	for i := 1; i <= 4; i++ {
		if f := fetch(t, c, target.String()+"/x", 5*time.Second); f.whole() != (i <= 2) || i > 2 && f.status != 503 {
			t.Errorf("%d: status %d, %d bytes, %v", i, f.status, len(f.body), f.err)
		}
	}
	if hits.Load() != 2 || g.Fault() != fault.CutAfter || g.InForce() != fault.Status503 {
		t.Errorf("%d hits, %s, in force %s", hits.Load(), g.Fault(), g.InForce())
	}
}

// TestCutAfterCountsFromAPage: what a browser asks by itself before is not counted.
func TestCutAfterCountsFromAPage(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	follow(t, g, fault.Plan{Fault: fault.CutAfter, By: fault.Status503, Requests: 2, From: "/pos/"})
	c := client(t, g)
	for i, call := range []struct {
		path string
		want int
	}{{"/favicon.ico", 404}, {"/x", 404}, {"/x", 404}, {"/pos/", 200}, {"/x", 404}, {"/pos/", 503}} {
		if status, _, _ := ask(t, c, "GET", s.URL+call.path, "", ""); status != call.want {
			t.Errorf("%d, %s: %d, want %d", i, call.path, status, call.want)
		}
	}
}

// TestCutAfterACall: the target has done what was asked and nobody hears of it.
func TestCutAfterACall(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	follow(t, g, fault.Plan{Fault: fault.CutAfter, Call: "/echo"})
	c := client(t, g)
	for range 2 {
		if status, _, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 404 || g.InForce() != "" {
			t.Errorf("before: %d", status)
		}
	}
	if status, text, _ := ask(t, c, "POST", s.URL+"/echo", "text/plain", "12345"); status != 0 {
		t.Errorf("the answer came through: %d %s", status, text)
	}
	select {
	case <-g.Happened():
	case <-pacetest.Within(t, 5*time.Second).Done():
		t.Fatal("waited 5s for the cut")
	}
	if status, _, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 0 || s.count() != 3 || g.InForce() != fault.ServerDead || g.Served() != 0 {
		t.Errorf("after: %d, %d hits, %q in force", status, s.count(), g.InForce())
	}
	if hits := s.since(2); len(hits) != 1 || hits[0] != "POST /echo" {
		t.Errorf("the target was asked %q", hits)
	}
}
