package fleet

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"poswarm/internal/fleet/history"
	"poswarm/internal/result"
)

// compare adds what only the past can tell: since when, when it was ready last,
// and what is not as it was. The answer before, nil for none, knows the first two
// of all that came before it.
func compare(t *result.FleetTerminal, at time.Time, before *result.FleetTerminal) {
	t.Since, t.Changed = moment(at), []string{}
	if t.Ready() {
		t.LastOK = moment(at)
	}
	if before == nil {
		return
	}
	if before.Settled() == t.Settled() && before.Since != nil {
		t.Since = before.Since
	}
	if !t.Ready() {
		t.LastOK = before.LastOK
	}
	t.Before = before.State
	t.New = !t.State.Good() && before.State.Good()
	t.Changed = changes(*before, *t)
}

// nights is how many answers say what is usual for a terminal. A shop that sells less from
// now on is told so for as long.
const nights = 7

// shrunk degrades a terminal that comes up with less than half of what it had.
func shrunk(t *result.FleetTerminal, past []history.Entry) {
	had := 0
	for _, one := range past {
		if n, err := strconv.Atoi(facts(one.Terminal.Result)["products"]); err == nil {
			had = max(had, n)
		}
	}
	has, err := strconv.Atoi(facts(t.Result)["products"])
	if t.State != result.StateOK || err != nil || has*2 >= had {
		return
	}
	t.State, t.Reason, t.Hint = result.StateDegraded, result.DataShrunk, result.FleetHint(result.DataShrunk)
	t.Detail = fmt.Sprintf("it comes up with %d products, and had %d", has, had)
}

// changes says what is not as in the run before.
func changes(before, now result.FleetTerminal) []string {
	out := []string{}
	add := func(what, was, is string) {
		if was != is && was != "" && is != "" {
			out = append(out, fmt.Sprintf("%s: %s, was %s", what, is, was))
		}
	}
	add("state", string(before.Settled()), string(now.Settled()))
	add("reason", string(before.Reason), string(now.Reason))
	add("poswarm there", before.Version, now.Version)
	was, is := facts(before.Result), facts(now.Result)
	for _, name := range []string{"profile", "POS session", "products", "snapshot", "images", "log-in until"} {
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
		out["profile"] = verify.Target.Profile // found through its port, it may be another
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
				out["images"] = fmt.Sprintf("%d of %d", c.Snapshot.Images.Stored, c.Snapshot.Images.Wanted)
			}
		}
	}
	return out
}

func moment(at time.Time) *string {
	text := at.UTC().Format(time.RFC3339)
	return &text
}
