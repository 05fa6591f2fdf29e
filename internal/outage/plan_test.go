package outage

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

func follow(t *testing.T, g *Gate, p Plan) {
	t.Helper()
	if err := g.Follow(p); err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
}

// TestSlowLineIsSharedByAll: two at a time take as long as both together, and
// what the target is asked is all there.
func TestSlowLineIsSharedByAll(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	const bandwidth = 2_000_000 // whole is 500,000 bytes
	follow(t, g, Plan{Fault: Slow, Bandwidth: bandwidth})
	began := time.Now()
	var both sync.WaitGroup
	for range 2 {
		c := client(t, g)
		both.Go(func() {
			if f := fetch(t, c, target.String()+"/x", 10*time.Second); !f.whole() {
				t.Errorf("%d bytes, %v", len(f.body), f.err)
			}
		})
	}
	both.Wait()
	least := time.Duration(2*len(whole)-bandwidth/burstsASecond) * time.Second / bandwidth
	if took := time.Since(began); took < least {
		t.Errorf("two files took %v, the line lets them through in %v", took, least)
	}
	if hits.Load() != 2 || g.Served() != 2 || g.Fault() != Slow || Slow.Transport() || !Slow.LetsThrough() {
		t.Errorf("%d hits, %d served under %s", hits.Load(), g.Served(), g.Fault())
	}
	for _, e := range g.Log() {
		if e.Fault != Slow || e.Action != Forwarded {
			t.Errorf("log: %+v", e)
		}
	}
}

// TestSlowUpload: the line is as slow towards the target.
func TestSlowUpload(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprintf(w, "%d %v", n, err)
	}))
	t.Cleanup(s.Close)
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	g := openGate(t, target, true)
	follow(t, g, Plan{Fault: Slow, Bandwidth: 1_000_000})
	began := time.Now()
	if status, body, _ := ask(t, client(t, g), "POST", s.URL, "text/plain", whole); status != 200 || body != "500000 <nil>" {
		t.Errorf("%d %s", status, body)
	}
	if took := time.Since(began); took < 390*time.Millisecond {
		t.Errorf("half a megabyte went up in %v", took)
	}
}

// TestSlowLineIsLeftAtOnce: whoever waits on it is ended by the next change.
func TestSlowLineIsLeftAtOnce(t *testing.T) {
	target, hits := numbers(t)
	for name, p := range map[string]Plan{"bandwidth": {Fault: Slow, Bandwidth: 2000}, "latency": {Fault: Slow, Latency: time.Hour}} {
		g := openGate(t, target, true)
		follow(t, g, p)
		held, c, n := make(chan fetched), client(t, g), hits.Load()
		go func() { held <- fetch(t, c, target.String()+"/x", 20*time.Second) }()
		if p.Latency == 0 {
			for hits.Load() == n {
				time.Sleep(time.Millisecond)
			}
		} else {
			for len(g.Log()) == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		restore(t, g)
		if f := <-held; f.err == nil {
			t.Errorf("%s: the whole answer came", name)
		}
		if f := fetch(t, c, target.String()+"/x", 10*time.Second); !f.whole() {
			t.Errorf("%s: restored: %v", name, f.err)
		}
	}
}

func TestLatencyIsAddedToEveryRequest(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		follow(t, g, Plan{Fault: Slow, Latency: 150 * time.Millisecond})
		c := client(t, g)
		for range 2 {
			began := time.Now()
			status, _, _ := ask(t, c, "GET", s.URL+"/x", "", "")
			if took := time.Since(began); status != 404 || took < 150*time.Millisecond {
				t.Errorf("https %t: %d after %v", secure, status, took)
			}
		}
	}
}

// TestCutAfterBytesIsExact has many bodies on their way: no byte too many
// reaches the browser, however they share.
func TestCutAfterBytesIsExact(t *testing.T) {
	target, hits := numbersFor(t, "/after") // what went before the cut may arrive after it
	g := openGate(t, target, true)
	for _, fault := range []Fault{ServerDead, Status502, Blackhole} {
		const most = 700_000
		follow(t, g, Plan{Fault: CutAfter, By: fault, Bytes: most})
		happened := g.Happened()
		if g.Fault() != CutAfter || g.InForce() != "" {
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
			t.Fatalf("%s: waited 5s for the cut", fault)
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
		if got > most || complete > 1 || g.InForce() != fault || g.Served() != 0 {
			t.Errorf("%s: %d bytes, %d whole, %q in force, %d served", fault, got, complete, g.InForce(), g.Served())
		}
		fetch(t, client(t, g), target.String()+"/after", 200*time.Millisecond)
		if n := hits.Load(); n != 0 {
			t.Errorf("%s: the target was asked %d times after the cut", fault, n)
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
	follow(t, g, Plan{Fault: CutAfter, Bytes: int64(len(whole))})
	if f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second); !f.whole() || g.InForce() != "" {
		t.Errorf("%d bytes, %v, %q in force", len(f.body), f.err, g.InForce())
	}
	if f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second); f.err == nil || g.InForce() != ServerDead {
		t.Errorf("%d bytes, %q in force", len(f.body), g.InForce())
	}
}

func TestCutAfterResponses(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, Plan{Fault: CutAfter, By: Status503, Responses: 2})
	c := client(t, g)
	for i := 1; i <= 4; i++ {
		if f := fetch(t, c, target.String()+"/x", 5*time.Second); f.whole() != (i <= 2) || i > 2 && f.status != 503 {
			t.Errorf("%d: status %d, %d bytes, %v", i, f.status, len(f.body), f.err)
		}
	}
	if hits.Load() != 2 || g.Fault() != CutAfter || g.InForce() != Status503 {
		t.Errorf("%d hits, %s, in force %s", hits.Load(), g.Fault(), g.InForce())
	}
}

// TestCutAfterCountsFromAPage: what a browser asks by itself before is not counted.
func TestCutAfterCountsFromAPage(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	follow(t, g, Plan{Fault: CutAfter, By: Status503, Responses: 2, From: "/pos/"})
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
	follow(t, g, Plan{Fault: CutAfter, Call: "/echo"})
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
	if status, _, _ := ask(t, c, "GET", s.URL+"/x", "", ""); status != 0 || s.count() != 3 || g.InForce() != ServerDead || g.Served() != 0 {
		t.Errorf("after: %d, %d hits, %q in force", status, s.count(), g.InForce())
	}
	if hits := s.since(2); len(hits) != 1 || hits[0] != "POST /echo" {
		t.Errorf("the target was asked %q", hits)
	}
}

// TestFlappingByTheClock sees the line down, up and down again, and what the
// log says about each request is what happened to it.
func TestFlappingByTheClock(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, Plan{Fault: Flapping, By: Status502, Down: 150 * time.Millisecond, Up: 150 * time.Millisecond})
	if g.Fault() != Flapping || g.InForce() != Status502 {
		t.Errorf("it begins with %q", g.InForce())
	}
	deadline := time.Now().Add(10 * time.Second)
	whole := 0
	for _, up := range []bool{false, true, false, true} {
		for {
			f := fetch(t, client(t, g), target.String()+"/x", 5*time.Second)
			if f.whole() {
				whole++
			}
			if f.whole() == up && (up || f.status == 502) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("waited 10s for a line that is up: %t", up)
			}
		}
	}
	log, forwarded := g.Log(), 0
	for _, e := range log {
		if (e.Action == Forwarded) != (e.Fault == "") {
			t.Errorf("log: %+v", e)
		}
		if e.Action == Forwarded {
			forwarded++
		}
	}
	// The line may go down under a request that it has let through.
	if reached := int(hits.Load()); reached < whole || reached > forwarded {
		t.Errorf("%d reached the target, %d answers came back whole, the log let %d through", reached, whole, forwarded)
	}
	cut(t, g, ServerDead)
	time.Sleep(400 * time.Millisecond) // longer than it would have stayed down
	if g.InForce() != ServerDead {
		t.Errorf("the clock of the line before changed it to %q", g.InForce())
	}
}

// TestFlappingByCounting is the same in every run.
func TestFlappingByCounting(t *testing.T) {
	target, hits := numbers(t)
	g := openGate(t, target, true)
	follow(t, g, Plan{Fault: Flapping, By: Status502, Every: 3})
	c := client(t, g)
	var got []string
	for range 7 {
		got = append(got, fmt.Sprint(fetch(t, c, target.String()+"/x", 5*time.Second).status))
	}
	if text := strings.Join(got, " "); text != "200 200 502 200 200 502 200" || hits.Load() != 5 {
		t.Errorf("%s, %d hits", text, hits.Load())
	}
}

func TestDNSDeadTakesItsTime(t *testing.T) {
	for _, secure := range []bool{false, true} {
		s := newSite(t, secure)
		g := s.gate(t, true)
		for _, latency := range []time.Duration{0, 200 * time.Millisecond} {
			follow(t, g, Plan{Fault: DNSDead, Latency: latency})
			watch, began := pacetest.Start(), time.Now()
			status, text, _ := ask(t, client(t, g), "POST", s.URL+"/echo", "", "x")
			if took := time.Since(began); status != 0 || took < latency || watch.Longer(latency+5*time.Second) {
				t.Errorf("https %t: %d %s after %v", secure, status, text, took)
			}
		}
		if s.count() != 0 || g.Served() != 0 {
			t.Errorf("%d reached the server", s.count())
		}
	}
}

// TestDNSDeadIsAskedOnce: the second try of a browser that lost its connection
// is no second look-up.
func TestDNSDeadIsAskedOnce(t *testing.T) {
	s := newSite(t, false)
	g := s.gate(t, true)
	const latency = 400 * time.Millisecond
	follow(t, g, Plan{Fault: DNSDead, Latency: latency})
	took := func(path string) time.Duration {
		began := time.Now()
		ask(t, client(t, g), "POST", s.URL+path, "", "x")
		return time.Since(began)
	}
	if first, again, other := took("/a"), took("/a"), took("/b"); first < latency || again >= latency || other < latency {
		t.Errorf("first %v, the same again %v, another %v", first, again, other)
	}
}

func TestPlansThatCannotBeFollowed(t *testing.T) {
	target, _ := numbers(t)
	g := openGate(t, target, true)
	for _, p := range []Plan{{}, {Fault: "rain"}, {Fault: Slow}, {Fault: CutAfter}, {Fault: CutAfter, Responses: 1, Bytes: 1}, {Fault: CutAfter, Responses: 1, Call: "x"},
		{Fault: CutAfter, Responses: 1, By: Slow}, {Fault: CutAfter, Responses: 1, By: "rain"}, {Fault: CutAfter, Responses: 1, By: CableOut},
		{Fault: Flapping}, {Fault: Flapping, Down: time.Second}, {Fault: Flapping, Every: 1}, {Fault: Flapping, Every: -1},
		{Fault: Flapping, Every: 2, By: ServerDead}} {
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
