package verify

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/outage"
	"poswarm/internal/redact"
	"poswarm/internal/result"
)

// canariesOnly names the time after the judgement of a till as found, in which
// the gate lets nothing but canaries through.
const canariesOnly = "all but canaries"

// eventLine is one line of the event log: a request with its answer, or
// something else that happened.
type eventLine struct {
	chrome.Event
	Method   string        `json:"method,omitempty"`
	Type     string        `json:"type,omitempty"` // Document, Script, Image …
	Status   int           `json:"status,omitempty"`
	Source   chrome.Source `json:"source,omitempty"`
	Worker   bool          `json:"through_worker,omitempty"`
	TookMS   int64         `json:"took_ms,omitempty"`
	Unending bool          `json:"unanswered,omitempty"` // neither answered nor given up
}

// eventLines is all that the browsers did, in the order of time.
func eventLines(record *chrome.Record) []eventLine {
	var out []eventLine
	for _, x := range record.Exchanges() {
		out = append(out, eventLine{
			Event:  chrome.Event{Time: x.Began, From: "page", Kind: "request", URL: x.URL, Text: x.Error},
			Method: x.Method, Type: x.Type, Status: x.Status, Source: x.Source, Worker: x.Worker,
			TookMS: took(x).Milliseconds(), Unending: x.Answered.IsZero() && x.Ended.IsZero()})
	}
	for _, e := range record.Events() {
		out = append(out, eventLine{Event: e})
	}
	slices.SortStableFunc(out, func(a, b eventLine) int { return a.Time.Compare(b.Time) })
	if dropped := record.Dropped(); dropped > 0 {
		out = append(out, eventLine{Event: chrome.Event{Time: time.Now(), From: "browser", Kind: "dropped", Text: fmt.Sprintf("%d more did not fit", dropped)}})
	}
	return out
}

// consoleLines are those of the consoles of page and worker.
func consoleLines(all []eventLine) []eventLine {
	var out []eventLine
	for _, line := range all {
		if line.Kind == "console" || line.Kind == "exception" || line.Kind == "error" {
			out = append(out, line)
		}
	}
	return out
}

// took is the time from the question to the end of the answer, or to its head
// where it has no end yet.
func took(x chrome.Exchange) time.Duration {
	until := x.Ended
	if until.IsZero() {
		until = x.Answered
	}
	return max(0, until.Sub(x.Began)) // the zero time is before everything
}

// addRecording adds to the document what was cut when and what came from where.
func (r *run) addRecording(out *result.Scenario) {
	log := r.testbed.gate.Log()
	out.Cuts = cuts(r.testbed.gate.Changes(), r.began, time.Now())
	secrets := r.secrets.redactor()
	out.Recording = &result.Recording{
		Page: pageMarks(r.testbed.options.Record.Exchanges(), log, r.began, secrets),
		Gate: gateMarks(log, r.began, secrets),
	}
	if out.Result != result.Passed {
		out.Recording.Log = logLines(r.testbed.options.Record.Events(), r.began, secrets)
	}
}

// cuts are the times between a change of the gate that took something away and
// the next change.
func cuts(changes []outage.Change, began, now time.Time) []result.Cut {
	var out []result.Cut
	for i, change := range changes {
		until := now
		if i+1 < len(changes) {
			until = changes[i+1].Time
		}
		fault := string(change.Fault)
		if fault == "" && change.Only != "" {
			fault = canariesOnly
		}
		if fault != "" {
			out = append(out, result.Cut{Fault: fault, FromMS: change.Time.Sub(began).Milliseconds(), ToMS: until.Sub(began).Milliseconds()})
		}
	}
	return out
}

// pageMarks are the requests of the page with where their answers came from.
func pageMarks(exchanges []chrome.Exchange, log []outage.Entry, began time.Time, secrets *redact.Redactor) []result.Mark {
	var out []result.Mark
	for _, x := range exchanges {
		mark := result.Mark{AtMS: x.Began.Sub(began).Milliseconds(), TookMS: took(x).Milliseconds(),
			Source: sourceOf(x), What: secrets.Text(x.Method + " " + pathOf(x.URL)), Outcome: secrets.Text(outcomeOf(x))}
		seen := atGate(x, log)
		switch {
		case mark.Source == result.FromNetwork && seen.Action == outage.Answered:
			mark.Source = result.FromGate // to the browser both are the network
		case mark.Source == result.FromWorker && x.Made && seen.Action == outage.Forwarded && seen.Status == x.Status:
			// What a worker makes of the server's answer is the server's answer.
			mark.Source, mark.Outcome = result.FromNetwork, fmt.Sprintf("%d from the server, made over by the worker", x.Status)
		}
		out = append(out, mark)
	}
	return out
}

func sourceOf(x chrome.Exchange) result.MarkSource {
	switch {
	case x.Error != "" || x.Answered.IsZero():
		return result.FromNowhere
	case x.Source == chrome.SourceWorker:
		return result.FromWorker
	case x.Source == chrome.SourceHTTPCache, x.Source == chrome.SourceMemory:
		return result.FromBrowserCache
	}
	return result.FromNetwork
}

func outcomeOf(x chrome.Exchange) string {
	how := string(x.Source)
	if x.Worker && x.Source != chrome.SourceWorker {
		how += ", fetched by the worker"
	}
	switch {
	case x.Error != "":
		return x.Error
	case x.Answered.IsZero():
		return "no answer"
	}
	return fmt.Sprintf("%d from %s", x.Status, how)
}

// atGate finds what the gate did with the request, the zero entry when it did
// not come there.
func atGate(x chrome.Exchange, log []outage.Entry) outage.Entry {
	path, _, _ := strings.Cut(pathOf(x.URL), "?")
	from, _ := slices.BinarySearchFunc(log, x.Began, func(e outage.Entry, t time.Time) int { return e.Time.Compare(t) })
	for _, entry := range log[from:] {
		asked, _, _ := strings.Cut(entry.Path, "?")
		if entry.Time.After(x.Answered) {
			break
		}
		if asked == path && entry.Method == x.Method {
			return entry
		}
	}
	return outage.Entry{}
}

// gateMarks are the requests that came to the gate, those of the worker and of
// Chrome itself too.
func gateMarks(log []outage.Entry, began time.Time, secrets *redact.Redactor) []result.Mark {
	var out []result.Mark
	for _, entry := range log {
		mark := result.Mark{AtMS: entry.Time.Sub(began).Milliseconds(), Source: result.FromNowhere,
			What: secrets.Text(entry.Method + " " + cmp.Or(entry.Path, entry.Host)), Outcome: "stopped at the gate"}
		switch {
		case entry.Action == outage.Answered && entry.Fault == "":
			continue // the tunnel around requests that have entries of their own
		case entry.Action == outage.Refused && entry.Status == http.StatusForbidden:
			continue // for another host, mostly by Chrome itself
		case entry.Action == outage.Answered:
			mark.Source, mark.Outcome = result.FromGate, fmt.Sprintf("%d made by the gate (%s)", entry.Status, entry.Fault)
		case entry.Action == outage.Forwarded && entry.Status == 0:
			mark.Outcome = "let through, no server found"
		case entry.Action == outage.Forwarded:
			mark.Source, mark.Outcome = result.FromNetwork, fmt.Sprintf("%d from the server", entry.Status)
		}
		out = append(out, mark)
	}
	return out
}

// maxLogLines bounds the log inside a report; the evidence has all of it.
const maxLogLines = 400

func logLines(events []chrome.Event, began time.Time, secrets *redact.Redactor) []result.LogLine {
	if skipped := len(events) - maxLogLines; skipped > 0 {
		events = events[skipped:]
	}
	var out []result.LogLine
	for _, e := range events {
		out = append(out, result.LogLine{AtMS: e.Time.Sub(began).Milliseconds(), From: e.From, Kind: e.Kind, Level: e.Level,
			Text: secrets.Text(strings.TrimSpace(e.Text + " " + e.URL))})
	}
	return out
}

// pathOf leaves the origin out: it is the same for nearly all.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.RequestURI()
}
