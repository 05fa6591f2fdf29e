package chrome

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// TestRecordSurvivesNavigationAndRestart: what explains a failure often
// happened two reloads and a restart before it.
func TestRecordSurvivesNavigationAndRestart(t *testing.T) {
	s, profile, record := newSite(t), t.TempDir(), NewRecord()
	recorded := func(o *Options) { o.Record = record }
	b := open(t, profile, recorded)
	p := firstPage(t, b)
	visit(t, p, s.URL+"/plain?session_id=abc&empty=")
	eval[bool](t, p, loaded)
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	worker := s.URL + "/pos/"
	if err := b.EvalWorker(within(t, 10*time.Second), worker, `console.warn("from inside")`, nil); err != nil {
		t.Fatal(err)
	}
	// A second look gets the same lines again.
	if err := b.EvalWorker(within(t, 10*time.Second), worker, `1`, nil); err != nil {
		t.Fatal(err)
	}
	shut(t, b)
	p = firstPage(t, open(t, profile, recorded))
	s.CloseClientConnections()
	s.Server.Config.SetKeepAlivesEnabled(false)
	s.Server.Listener.Close()
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, loaded)

	var documents []string
	for _, x := range record.Exchanges() {
		if x.Type == "Document" {
			documents = append(documents, strings.TrimPrefix(x.URL, s.URL)+" "+string(x.Source))
		}
	}
	if want := []string{"/plain?session_id=abc&empty= network", "/pos/ network", "/pos/ service-worker"}; !slices.Equal(documents, want) {
		t.Errorf("documents: %q, want %q", documents, want)
	}
	for _, want := range []struct {
		from, kind, text string
		count            int
	}{
		{"browser", "started", "", 2}, {"browser", "closed", "", 1},
		{"page", "console", "hello 7", 1}, {"page", "exception", "boom", 1}, {"page", "navigation", "", 3},
		{"worker", "console", "from inside", 1}, {"worker", "version", "activated and running", 2},
	} {
		n := 0
		for _, e := range record.Events() {
			if e.From == want.from && e.Kind == want.kind && strings.Contains(e.Text, want.text) {
				n++
			}
		}
		if n != want.count {
			t.Errorf("%d times %s %s %q, want %d: %+v", n, want.from, want.kind, want.text, want.count, record.Events())
		}
	}
	checkHAR(t, record, s.URL)
}

// checkHAR looks at what readers of HAR 1.2 stumble over: a missing list, a
// negative time, an entry of no page.
func checkHAR(t *testing.T, record *Record, origin string) {
	t.Helper()
	text, err := json.Marshal(record.HAR("poswarm", "test"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "null") {
		t.Errorf("the HAR holds null: %s", text)
	}
	var har struct {
		Log struct {
			Version string
			Pages   []struct{ ID string }
			Entries []struct {
				Pageref, StartedDateTime string
				Time                     float64
				Request                  struct {
					URL         string
					QueryString []struct{ Name, Value string }
				}
				Response struct{ Status int }
				Timings  struct{ Send, Wait, Receive float64 }
				Source   string `json:"_source"`
			}
		}
	}
	if err := json.Unmarshal(text, &har); err != nil {
		t.Fatal(err)
	}
	if har.Log.Version != "1.2" || len(har.Log.Pages) != 3 || len(har.Log.Entries) < 3 {
		t.Fatalf("version %s, %d pages, %d entries", har.Log.Version, len(har.Log.Pages), len(har.Log.Entries))
	}
	for _, e := range har.Log.Entries {
		known := slices.ContainsFunc(har.Log.Pages, func(p struct{ ID string }) bool { return p.ID == e.Pageref })
		_, err := time.Parse(time.RFC3339, e.StartedDateTime)
		if !known || err != nil || e.Time < 0 || e.Time != e.Timings.Send+e.Timings.Wait+e.Timings.Receive || !strings.HasPrefix(e.Request.URL, origin) {
			t.Errorf("entry %+v: %v", e, err)
		}
	}
	first := har.Log.Entries[0]
	if q := first.Request.QueryString; first.Response.Status != 200 || len(q) != 2 || q[0].Name != "session_id" || q[1].Value != "" {
		t.Errorf("first entry: %+v", first)
	}
}

// TestOwnWindowIsNoNavigation: whether somebody listens before the browser's own window
// has opened is chance. No reader of the record is to see it, nor a navigation to end
// with it.
func TestOwnWindowIsNoNavigation(t *testing.T) {
	record := NewRecord()
	p := newPage(&Browser{record: record})
	watch := p.seen.reset()
	const pos = "http://127.0.0.1/pos/"
	for _, url := range []string{ownWindow, pos} {
		p.listen(&page.EventFrameNavigated{Frame: &cdp.Frame{URL: url}})
	}
	if events := record.Events(); len(events) != 1 || events[0].URL != pos {
		t.Errorf("events: %+v", events)
	}
	if got := <-watch.result; got.url != pos {
		t.Errorf("the navigation ended with %q", got.url)
	}
}
