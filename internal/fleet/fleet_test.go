// The tests of this package prove that a run over many terminals gives each exactly
// one honest answer, within its deadline, whatever becomes of its neighbours, and
// compares it with the run before. The terminals are made up; package reach has real
// ones.
package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/fleet/history"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/quarantine"
	"poswarm/internal/fleet/reach"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
)

func document(t *testing.T, outcome result.Outcome, reason result.Reason, products int) json.RawMessage {
	t.Helper()
	doc := result.NewVerify("as-found", result.Target{URL: "https://pos.example.org"})
	doc.Scenarios = []result.Scenario{{Name: "cold-start", Result: outcome, Reason: reason, Detail: "seen", Observed: result.Observed{Products: &products}}}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// warned is a pass with a warning.
func warned(t *testing.T, reason result.Reason) reach.Answer {
	t.Helper()
	doc := result.NewVerify("as-found", result.Target{URL: "https://pos.example.org"})
	doc.Scenarios = []result.Scenario{{Name: "cold-start", Result: result.Passed, Warnings: []result.Warning{{Reason: reason, Detail: "seen", Hint: "look"}}}}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return reach.Answer{Document: data}
}

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		answer reach.Answer
		state  result.State
		reason result.Reason
	}{
		"passed":           {reach.Answer{Document: document(t, result.Passed, "", 1)}, result.StateOK, ""},
		"degraded":         {reach.Answer{Document: document(t, result.Degraded, result.Stale, 1)}, result.StateDegraded, result.Stale},
		"failed":           {reach.Answer{Document: document(t, result.Failed, result.NeverPrimed, 1)}, result.StateFailed, result.NeverPrimed},
		"error":            {reach.Answer{Document: document(t, result.Error, "", 1)}, result.StateUnknown, result.NotJudged},
		"may be wiped":     {warned(t, result.WipedAtRestart), result.StateDegraded, result.WipedAtRestart},
		"warned otherwise": {warned(t, result.UnknownCall), result.StateOK, ""},
		"flaky":            {reach.Answer{Document: document(t, result.Flaky, result.Alert, 1)}, result.StateFlaky, result.Alert},
		"all skipped":      {reach.Answer{Document: document(t, result.Skipped, "", 1)}, result.StateUnknown, result.NothingRan},
		"nothing in it":    {reach.Answer{Document: json.RawMessage(`{"schema":"poswarm.verify/v1","scenarios":[]}`)}, result.StateUnknown, result.NothingRan},
		"something else":   {reach.Answer{Document: json.RawMessage(`{"ok":true}`)}, result.StateUnknown, result.NotJudged},
		"no document":      {reach.Answer{Reached: true, Reason: result.NotJudged}, result.StateUnknown, result.NotJudged},
		"no profile":       {reach.Answer{Reached: true, Reason: result.NoProfile}, result.StateFailed, result.NoProfile},
		"a full disk":      {reach.Answer{Reached: true, Reason: result.NotJudged, Detail: "copying: no space left on device"}, result.StateUnknown, result.DiskFull},
		"a disk too small": {reach.Answer{Reached: true, Reason: result.NotJudged, Detail: "not enough room for a copy of the profile: it takes 2 GB"}, result.StateUnknown, result.DiskFull},
		"old":              {reach.Answer{Reached: true, Reason: result.OldVersion}, result.StateUnknown, result.OldVersion},
		"off":              {reach.Answer{Reason: result.NoConnection}, result.StateUnreachable, result.NoConnection},
		"another host":     {reach.Answer{Reason: result.HostKey}, result.StateUnreachable, result.HostKey},
		"late":             {reach.Answer{Reached: true, Reason: result.Deadline}, result.StateUnknown, result.Deadline},
		"an empty answer":  {reach.Answer{}, result.StateUnknown, result.NotJudged},
		"login runs out":   {reach.Answer{Document: json.RawMessage(`{"schema":"poswarm.prime/v1","configs":[{"config":1,"result":"passed"}],"warnings":["the log-in ends"]}`)}, result.StateDegraded, ""},
		"primed":           {reach.Answer{Document: json.RawMessage(`{"schema":"poswarm.prime/v1","configs":[{"config":1,"result":"passed"}]}`)}, result.StateOK, ""},
		"prime failed":     {reach.Answer{Document: json.RawMessage(`{"schema":"poswarm.prime/v1","configs":[{"config":1,"result":"failed","detail":"x"}]}`)}, result.StateFailed, ""},
		"prime not judged": {reach.Answer{Document: json.RawMessage(`{"schema":"poswarm.prime/v1","configs":[{"config":1,"result":"error","detail":"x"}]}`)}, result.StateUnknown, result.NotJudged},
	} {
		if v := judge(c.answer); v.state != c.state || v.reason != c.reason {
			t.Errorf("%s: %+v, want %s (%s)", name, v, c.state, c.reason)
		}
	}
}

// carrier answers for terminals that are not there: the fleet is tested, not the
// way to it.
type carrier struct {
	answer func(ctx context.Context, name string, try int) reach.Answer
	mu     sync.Mutex
	tries  map[string]int
	orders map[string]reach.Request
}

func (c *carrier) Carry(ctx context.Context, t *inventory.Terminal, o reach.Request, said func(string)) reach.Answer {
	c.mu.Lock()
	if c.tries == nil {
		c.tries, c.orders = map[string]int{}, map[string]reach.Request{}
	}
	c.tries[t.Name]++
	try := c.tries[t.Name]
	c.orders[t.Name] = o
	c.mu.Unlock()
	said("at work")
	return c.answer(ctx, t.Name, try)
}

type night struct {
	t     *testing.T
	store *history.Store
	now   time.Time
}

func newNight(t *testing.T) *night {
	t.Helper()
	store, err := history.Open(filepath.Join(t.TempDir(), "fleet.db"))
	if err != nil {
		t.Fatal(err)
	}
	return &night{t, store, time.Date(2026, 3, 1, 5, 0, 0, 0, time.UTC)}
}

func tills(names ...string) (all []*inventory.Terminal) {
	for _, name := range names {
		all = append(all, &inventory.Terminal{Name: name, URL: "https://pos.example.org", Configs: []int{1}, Profile: "/till", SSH: name, Poswarm: "poswarm"})
	}
	return all
}

// run asks the terminals, a day later each time.
func (n *night) run(c *carrier, change func(*Options), terminals ...*inventory.Terminal) map[string]result.FleetTerminal {
	n.t.Helper()
	o := Options{Verb: "check", Terminals: terminals, Carrier: c, History: n.store, LocalJobs: 2, RemoteJobs: 32, Deadline: time.Minute, Tries: 2,
		Progress: func(Event) {}, Now: func() time.Time { return n.now }}
	if change != nil {
		change(&o)
	}
	doc, err := Run(n.t.Context(), o)
	if err != nil {
		n.t.Fatal(err)
	}
	n.now = n.now.AddDate(0, 0, 1)
	out := map[string]result.FleetTerminal{}
	for _, t := range doc.Terminals {
		out[t.Name] = t
	}
	return out
}

// always answers the same.
func always(a reach.Answer) *carrier {
	return &carrier{answer: func(context.Context, string, int) reach.Answer { return a }}
}

// Since when, when it was ready last, what is new and what has changed.
func TestNights(t *testing.T) {
	n := newNight(t)
	ok, broken := always(reach.Answer{Reached: true, Version: "v1", Document: document(t, result.Passed, "", 47)}), always(reach.Answer{Reached: true, Version: "v2", Document: document(t, result.Failed, result.BlankPage, 12)})
	first := n.run(ok, nil, tills("till")...)["till"]
	if first.New || first.Before != "" || len(first.Changed) != 0 || *first.Since != "2026-03-01T05:00:00Z" || *first.LastOK != *first.Since {
		t.Errorf("the first night: %+v", first)
	}
	n.run(ok, nil, tills("till")...)
	third := n.run(broken, nil, tills("till")...)["till"]
	want := []string{"state: failed, was ok", "poswarm there: v2, was v1", "products: 12, was 47"}
	if !third.New || third.Before != result.StateOK || *third.Since != "2026-03-03T05:00:00Z" || *third.LastOK != "2026-03-02T05:00:00Z" || !slices.Equal(third.Changed, want) {
		t.Errorf("the night it broke: %+v", third)
	}
	fourth := n.run(broken, nil, tills("till")...)["till"]
	if fourth.New || *fourth.Since != "2026-03-03T05:00:00Z" || *fourth.LastOK != "2026-03-02T05:00:00Z" || len(fourth.Changed) != 0 {
		t.Errorf("the night after: %+v", fourth)
	}
}

// A terminal that comes up with 3 of its 500 products is not simply ok, for a week.
func TestShrunkData(t *testing.T) {
	n := newNight(t)
	with := func(products int) *carrier {
		return always(reach.Answer{Reached: true, Document: document(t, result.Passed, "", products)})
	}
	n.run(with(500), nil, tills("till")...)
	if got := n.run(with(300), nil, tills("till")...)["till"]; got.State != result.StateOK {
		t.Errorf("with 300 of 500 products: %+v", got)
	}
	for night := range nights + 2 {
		got := n.run(with(3), nil, tills("till")...)["till"]
		want, reason := result.StateDegraded, result.DataShrunk
		if night >= nights {
			want, reason = result.StateOK, ""
		}
		if got.State != want || got.Reason != reason || !got.Ready() {
			t.Errorf("night %d with 3 products: %s (%s) %s", night, got.State, got.Reason, got.Detail)
		}
	}
}

// Reaching is tried again, judging never; what no other try changes is not.
func TestTries(t *testing.T) {
	n := newNight(t)
	c := &carrier{answer: func(_ context.Context, name string, try int) reach.Answer {
		switch {
		case name == "far" && try == 1:
			return reach.Answer{Reason: result.NoConnection, Detail: "timed out"}
		case name == "wrong-key":
			return reach.Answer{Reason: result.HostKey, Detail: "changed"}
		case name == "bad":
			return reach.Answer{Reached: true, Document: document(t, result.Failed, result.Alert, 1)}
		case name == "off":
			return reach.Answer{Reason: result.NoConnection, Detail: "refused"}
		}
		return reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)}
	}}
	got := n.run(c, nil, tills("far", "wrong-key", "bad", "off")...)
	for name, want := range map[string]struct {
		state result.State
		tries int
	}{"far": {result.StateOK, 2}, "wrong-key": {result.StateUnreachable, 1}, "bad": {result.StateFailed, 1}, "off": {result.StateUnreachable, 2}} {
		if got[name].State != want.state || c.tries[name] != want.tries {
			t.Errorf("%s: %s after %d tries, want %s after %d", name, got[name].State, c.tries[name], want.state, want.tries)
		}
	}
}

// One that hangs holds up nobody but itself, and not for longer than its time.
func TestDeadlines(t *testing.T) {
	n := newNight(t)
	c := &carrier{answer: func(ctx context.Context, name string, _ int) reach.Answer {
		if strings.HasPrefix(name, "hang") {
			<-ctx.Done()
			return reach.Answer{Reached: true, Reason: result.Deadline, Detail: result.Words(context.Cause(ctx))}
		}
		return reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)}
	}}
	all := tills("hang-1", "hang-2", "a", "b", "c")
	all[1].Deadline = 100 * time.Millisecond
	began := pacetest.Start()
	got := n.run(c, func(o *Options) { o.Deadline = 400 * time.Millisecond; o.Now = time.Now }, all...)
	if began.Longer(5 * time.Second) {
		t.Errorf("took %s", began)
	}
	for name, want := range map[string]string{"hang-1": "no result within 400ms", "hang-2": "no result within 100ms"} {
		if got[name].State != result.StateUnknown || got[name].Reason != result.Deadline || got[name].Detail != want {
			t.Errorf("%s: %+v", name, got[name])
		}
	}
	if got["a"].State != result.StateOK || got["c"].State != result.StateOK {
		t.Errorf("%+v", got)
	}
}

// Ctrl-C keeps what was learned, and takes what was not for unknown; that is no
// night in the history.
func TestEndedInTheMiddle(t *testing.T) {
	n := newNight(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	c := &carrier{answer: func(ctx context.Context, name string, _ int) reach.Answer {
		if name == "first" {
			return reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)}
		}
		cancel(errors.New("ended by Ctrl-C"))
		<-ctx.Done()
		return reach.Answer{Reached: true, Reason: result.Deadline}
	}}
	doc, err := Run(ctx, Options{Verb: "check", Terminals: tills("first", "second", "third"), Carrier: c, History: n.store, LocalJobs: 1, RemoteJobs: 1,
		Deadline: time.Minute, Tries: 1, Progress: func(Event) {}, Now: time.Now})
	if err != nil || len(doc.Terminals) != 3 {
		t.Fatalf("%+v, %v", doc, err)
	}
	asked := 0
	for _, one := range doc.Terminals {
		past, _ := n.store.Terminal(one.Name, 0)
		switch {
		case one.State == result.StateOK:
			asked++
			if len(past) != 1 {
				t.Errorf("%s is not in the history", one.Name)
			}
		case one.State != result.StateUnknown || one.Reason != result.Interrupted || len(past) != 0:
			t.Errorf("%+v, %d in the history", one, len(past))
		}
	}
	if runs, _ := n.store.Runs(0); asked > 1 || len(runs) != 0 {
		t.Errorf("%d were asked, %d runs ended", asked, len(runs))
	}
}

func TestQuarantine(t *testing.T) {
	n := newNight(t)
	list, err := quarantine.Parse("q.yaml", []byte("- {terminal: a, owner: anna, until: 2026-03-01}\n- {terminal: b, owner: bert, until: 2026-02-01}\n"), []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	broken := always(reach.Answer{Reached: true, Document: document(t, result.Failed, result.BlankPage, 1)})
	in := func(o *Options) { o.Quarantine = list }
	got := n.run(broken, in, tills("a", "b")...)
	if a := got["a"]; a.State != result.StateQuarantined || a.Judged != result.StateFailed || a.Quarantine.Owner != "anna" {
		t.Errorf("in quarantine: %+v", a)
	}
	if b := got["b"]; b.State != result.StateFailed || b.Quarantine != nil {
		t.Errorf("after its quarantine: %+v", b)
	}
	// A quarantine that ends finds the terminal as long broken as it was.
	if a := n.run(broken, in, tills("a")...)["a"]; a.State != result.StateFailed || *a.Since != "2026-03-01T05:00:00Z" || !a.New {
		t.Errorf("the day after: %+v", a)
	}
}

func TestStatus(t *testing.T) {
	n := newNight(t)
	n.run(always(reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)}), nil, tills("old")...)
	n.run(always(reach.Answer{Reached: true, Document: document(t, result.Failed, result.Alert, 1)}), nil, tills("new")...)
	doc, err := Status(StatusOptions{Terminals: tills("old", "new", "never"), History: n.store, Fresh: 26 * time.Hour, Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range doc.Terminals {
		got = append(got, fmt.Sprintf("%s %s %s", one.Name, one.State, one.Reason))
	}
	want := []string{"new failed alert", "never silent no-result", "old silent no-result"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a night with a wrong clock said counts for nothing, and not longer than until the
// next one.
func TestStatusOfAWrongClock(t *testing.T) {
	n := newNight(t)
	ok := always(reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)})
	today := n.now
	n.now = today.AddDate(1, 0, 0)
	n.run(ok, nil, tills("till")...)
	status := func() result.FleetTerminal {
		t.Helper()
		doc, err := Status(StatusOptions{Terminals: tills("till"), History: n.store, Fresh: 26 * time.Hour, Now: today.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		return doc.Terminals[0]
	}
	if got := status(); got.State != result.StateUnknown || got.Reason != result.ClockWrong || got.Hint == "" {
		t.Errorf("the night of next year says %s (%s): %s", got.State, got.Reason, got.Detail)
	}
	n.now = today
	n.run(always(reach.Answer{Reached: true, Document: document(t, result.Failed, result.Alert, 1)}), nil, tills("till")...)
	if got := status(); got.State != result.StateFailed || got.Reason != result.Alert {
		t.Errorf("the night after says %s (%s): %s", got.State, got.Reason, got.Detail)
	}
}

// A terminal that was primed after it failed is not known to come up.
func TestPrimeHidesNoCheck(t *testing.T) {
	n := newNight(t)
	primed := always(reach.Answer{Reached: true, Document: json.RawMessage(`{"schema":"poswarm.prime/v1","configs":[{"config":1,"result":"passed"}]}`)})
	prime := func(o *Options) {
		o.Verb = "prime"
		o.Secret = func(*inventory.Terminal) (string, error) { return "", nil }
	}
	n.run(always(reach.Answer{Reached: true, Document: document(t, result.Failed, result.Alert, 1)}), nil, tills("till")...)
	n.run(primed, prime, tills("till", "new")...)
	doc, err := Status(StatusOptions{Terminals: tills("till", "new"), History: n.store, Fresh: 99 * time.Hour, Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]result.State{}
	for _, one := range doc.Terminals {
		states[one.Name] = one.State
	}
	if want := map[string]result.State{"till": result.StateFailed, "new": result.StateOK}; !cmp.Equal(states, want) {
		t.Errorf("%v, want %v", states, want)
	}
}

// An answer counts for what it was about: one inventory's till-1 is not another's,
// and a till that was moved to another server was not asked there.
func TestStatusOfSomethingElse(t *testing.T) {
	n := newNight(t)
	ok := always(reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)})
	n.run(ok, nil, tills("till")...)
	for name, change := range map[string]func(*inventory.Terminal){
		"url":       func(o *inventory.Terminal) { o.URL = "https://other.example.org" },
		"database":  func(o *inventory.Terminal) { o.DB = "other" },
		"config":    func(o *inventory.Terminal) { o.Configs = []int{1, 7} },
		"profile":   func(o *inventory.Terminal) { o.Profile = "/other" },
		"directory": func(o *inventory.Terminal) { o.ProfileDirectory = "Profile 1" },
		"host":      func(o *inventory.Terminal) { o.SSH = "other" },
		"attach":    func(o *inventory.Terminal) { o.Profile, o.Attach = "", "http://127.0.0.1:9222" },
	} {
		other := tills("till")
		change(other[0])
		doc, err := Status(StatusOptions{Terminals: other, History: n.store, Fresh: 26 * time.Hour, Now: n.now})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Terminals[0]; got.State != result.StateSilent || got.LastOK != nil || !strings.Contains(got.Detail, "never asked") {
			t.Errorf("another %s: %s: %s", name, got.State, got.Detail)
		}
	}
	same := tills("till")
	same[0].Timeout, same[0].Scenarios, same[0].Login = time.Minute, []string{"cold-start"}, "kiosk"
	doc, err := Status(StatusOptions{Terminals: same, History: n.store, Fresh: 26 * time.Hour, Now: n.now})
	if err != nil || doc.Terminals[0].State != result.StateOK {
		t.Errorf("how it is judged is not what is judged: %+v, %v", doc, err)
	}
	moved := tills("till")
	moved[0].URL = "https://other.example.org"
	if got := n.run(always(reach.Answer{Reached: true, Document: document(t, result.Failed, result.Alert, 1)}), nil, moved...)["till"]; got.Before != "" || got.LastOK != nil || len(got.Changed) != 0 {
		t.Errorf("compared with another server's: was %s, changed %q", got.Before, got.Changed)
	}
}

func TestThreshold(t *testing.T) {
	now := time.Date(2026, 3, 1, 5, 0, 0, 0, time.UTC)
	doc := func(good, failed, quarantined int, lastOK *string) *result.Fleet {
		d := result.NewFleet("check", "")
		// The quarantined ones first: what comes behind them counts.
		for range quarantined {
			d.Terminals = append(d.Terminals, result.FleetTerminal{State: result.StateQuarantined})
		}
		for range good {
			d.Terminals = append(d.Terminals, result.FleetTerminal{State: result.StateOK, LastOK: moment(now)})
		}
		for range failed {
			d.Terminals = append(d.Terminals, result.FleetTerminal{State: result.StateFailed, LastOK: lastOK})
		}
		return d
	}
	yesterday, lastWeek := moment(now.AddDate(0, 0, -1)), moment(now.AddDate(0, 0, -7))
	for name, c := range map[string]struct {
		th        Threshold
		doc       *result.Fleet
		tolerated bool
	}{
		"nothing wrong":                    {Threshold{MaxFail: 1}, doc(5, 0, 0, nil), false},
		"nothing allowed":                  {Threshold{}, doc(99, 1, 0, yesterday), false},
		"as many as allowed":               {Threshold{MaxFail: 2}, doc(5, 2, 3, yesterday), true},
		"none is ready":                    {Threshold{MaxFail: 5, MaxRatio: 0.99}, doc(0, 2, 1, yesterday), false},
		"one too many":                     {Threshold{MaxFail: 2}, doc(5, 3, 0, yesterday), false},
		"one in twenty":                    {Threshold{MaxRatio: 0.05, MinSize: 20}, doc(19, 1, 0, yesterday), true},
		"two in twenty":                    {Threshold{MaxRatio: 0.05, MinSize: 20}, doc(18, 2, 0, yesterday), false},
		"a share of few":                   {Threshold{MaxRatio: 0.5, MinSize: 20}, doc(5, 1, 0, yesterday), false},
		"quarantined ones make no share":   {Threshold{MaxRatio: 0.5, MinSize: 20}, doc(9, 1, 10, yesterday), false},
		"not ready for too long":           {Threshold{MaxFail: 2, MaxAge: 72 * time.Hour}, doc(5, 1, 0, lastWeek), false},
		"never ready":                      {Threshold{MaxFail: 2, MaxAge: 72 * time.Hour}, doc(5, 1, 0, nil), false},
		"ready not long ago":               {Threshold{MaxFail: 2, MaxAge: 72 * time.Hour}, doc(5, 1, 0, yesterday), true},
		"never ready, but nobody asks how": {Threshold{MaxFail: 2}, doc(5, 1, 0, nil), true},
	} {
		c.th.Apply(c.doc, now)
		if (c.doc.Tolerated != "") != c.tolerated {
			t.Errorf("%s: tolerated %q", name, c.doc.Tolerated)
		}
	}
}

// The secret is no word of a command line, and none of a check.
func TestOrders(t *testing.T) {
	n := newNight(t)
	terminal := tills("till")[0]
	terminal.Login, terminal.PasswordEnv = "till1", "X"
	fine := always(reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)})
	n.run(fine, nil, terminal)
	if o := fine.orders["till"]; o.Secret != "" || !slices.Equal(o.Args, []string{"verify", "--format=json", "--end-with-stdin", "--url=https://pos.example.org", "--config=1", "--profile=/till", "cold-start", "reload-sub-path"}) {
		t.Errorf("check: %+v", o)
	}
	n.run(fine, func(o *Options) {
		o.Verb, o.Flags = "prime", []string{"--max-rate=1MB/s"}
		o.Secret = func(*inventory.Terminal) (string, error) { return "s3cret", nil }
	}, terminal)
	if o := fine.orders["till"]; o.Secret != "s3cret" || strings.Contains(strings.Join(o.Args, " "), "s3cret") ||
		!slices.Contains(o.Args, "--login=till1") || !slices.Contains(o.Args, "--password-file=-") || o.Args[len(o.Args)-1] != "--max-rate=1MB/s" {
		t.Errorf("prime: %+v", o)
	}
	terminal.Tunnel, terminal.Attach = true, "http://127.0.0.1:9222"
	if got := n.run(fine, nil, terminal)["till"]; got.State != result.StateUnknown || got.Reason != result.NotJudged {
		t.Errorf("a check through a tunnel: %+v", got)
	}
}

// TestManyTerminals is a chain of 500, a tenth of which hang: the slots are
// never more than asked for, and the time is that of the slots.
func TestManyTerminals(t *testing.T) {
	n := newNight(t)
	const count, slots = 500, 32
	var mu sync.Mutex
	busy, most := 0, 0
	c := &carrier{answer: func(ctx context.Context, name string, _ int) reach.Answer {
		mu.Lock()
		busy++
		most = max(most, busy)
		mu.Unlock()
		defer func() { mu.Lock(); busy--; mu.Unlock() }()
		if strings.HasSuffix(name, "7") {
			<-ctx.Done()
			return reach.Answer{Reached: true, Reason: result.Deadline, Detail: "late"}
		}
		return reach.Answer{Reached: true, Document: document(t, result.Passed, "", 1)}
	}}
	var names []string
	for i := range count {
		names = append(names, fmt.Sprintf("till-%03d", i))
	}
	began := pacetest.Start()
	got := n.run(c, func(o *Options) { o.Deadline, o.RemoteJobs, o.Now = 200*time.Millisecond, slots, time.Now }, tills(names...)...)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d terminals in %s, %d at a time, %d MiB from the system", len(got), began, most, memory.Sys>>20)
	late := 0
	for _, one := range got {
		if one.State != result.StateOK {
			late++
		}
	}
	if len(got) != count || late != count/10 || most > slots {
		t.Errorf("%d answers, %d late, %d at a time", len(got), late, most)
	}
}
