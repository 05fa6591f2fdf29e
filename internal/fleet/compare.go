package fleet

import (
	"encoding/json"
	"fmt"
	"time"

	"poswarm/internal/fleet/history"
	"poswarm/internal/result"
)

// compare adds what only the past can tell: since when, when it was ready last,
// and what is not as it was. past is the newest first.
func compare(t *result.FleetTerminal, at time.Time, past []history.Entry) {
	since := at
	ready := history.Ready(*t)
	for _, entry := range past {
		if settled(entry.Terminal) != settled(*t) {
			break
		}
		since = entry.At
	}
	t.Since = moment(since)
	if ready {
		t.LastOK = moment(at)
	} else {
		for _, entry := range past {
			if history.Ready(entry.Terminal) {
				t.LastOK = moment(entry.At)
				break
			}
		}
	}
	t.Changed = []string{}
	if len(past) == 0 {
		return
	}
	before := past[0].Terminal
	t.Before = before.State
	t.New = !t.State.Good() && before.State.Good()
	t.Changed = changes(before, *t)
}

// settled is the state without the quarantine, which does not mend a terminal.
func settled(t result.FleetTerminal) result.State {
	if t.Judged != "" {
		return t.Judged
	}
	return t.State
}

// changes says what is not as in the run before.
func changes(before, now result.FleetTerminal) []string {
	out := []string{}
	add := func(what, was, is string) {
		if was != is && was != "" && is != "" {
			out = append(out, fmt.Sprintf("%s: %s, was %s", what, is, was))
		}
	}
	add("state", string(settled(before)), string(settled(now)))
	add("reason", string(before.Reason), string(now.Reason))
	add("poswarm there", before.Version, now.Version)
	was, is := facts(before.Result), facts(now.Result)
	for _, name := range []string{"server", "profile", "POS session", "products", "snapshot", "pictures", "log-in until"} {
		add(name, was[name], is[name])
	}
	return out
}

// facts are what a result tells of a terminal besides the verdict.
func facts(document json.RawMessage) map[string]string {
	out := map[string]string{}
	var verify result.Verify
	var prime result.Prime
	if json.Unmarshal(document, &verify) == nil && verify.Schema == result.VerifySchema {
		out["server"], out["profile"] = verify.Target.URL, verify.Target.Profile
		for _, s := range verify.Scenarios {
			if s.Observed.POSSession != nil {
				out["POS session"] = fmt.Sprint(*s.Observed.POSSession)
			}
			if s.Observed.Products != nil {
				out["products"] = fmt.Sprint(*s.Observed.Products)
			}
		}
	}
	if json.Unmarshal(document, &prime) == nil && prime.Schema == result.PrimeSchema {
		if prime.LoginUntil != nil {
			out["log-in until"] = *prime.LoginUntil
		}
		for _, c := range prime.Configs {
			if c.Snapshot != nil {
				out["snapshot"] = fmt.Sprint(c.Snapshot.ID)
				out["pictures"] = fmt.Sprintf("%d of %d", c.Snapshot.Images.Stored, c.Snapshot.Images.Wanted)
			}
		}
	}
	return out
}

func moment(at time.Time) *string {
	text := at.UTC().Format(time.RFC3339)
	return &text
}
