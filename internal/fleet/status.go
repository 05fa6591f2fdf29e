package fleet

import (
	"fmt"
	"time"

	"poswarm/internal/fleet/history"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/quarantine"
	"poswarm/internal/result"
)

// clocksDiffer is how far clocks that are right may be apart.
const clocksDiffer = 10 * time.Minute

// StatusOptions say what to look up.
type StatusOptions struct {
	Inventory  string
	Terminals  []*inventory.Terminal
	History    *history.Store
	Quarantine quarantine.List
	// Fresh is the age up to which an answer counts; an older one is silence.
	Fresh time.Duration
	Now   time.Time
}

// Status is the newest answer of every terminal, without asking any. One that
// did not answer for too long is silent, whatever it said before.
func Status(o StatusOptions) (*result.Fleet, error) {
	doc := result.NewFleet("status", o.Inventory)
	doc.Started = o.Now.UTC().Format(time.RFC3339)
	doc.Ended = doc.Started
	for _, t := range o.Terminals {
		newest, err := newestOf(o.History, t)
		if err != nil {
			return nil, err
		}
		out := latest(t, newest, o)
		if newest == nil {
			if out.Detail, err = neverAsked(o.History, t.Name); err != nil {
				return nil, err
			}
		}
		q, ended := o.Quarantine.Of(t.Name, o.Now)
		if ended != "" {
			doc.Warnings = append(doc.Warnings, ended)
		}
		out.SetAside(q)
		doc.Terminals = append(doc.Terminals, out)
	}
	doc.Finish()
	return doc, nil
}

// newestOf is what the last check said; of a terminal that is only ever primed, what
// the last priming did.
func newestOf(store *history.Store, t *inventory.Terminal) (*history.Entry, error) {
	newest, err := store.Newest(subject(t, "check"))
	if err != nil || newest != nil {
		return newest, err
	}
	return store.Newest(subject(t, verbPrime))
}

// neverAsked says so in words, and what there is under the same name.
func neverAsked(store *history.Store, name string) (string, error) {
	others, err := store.Terminal(name, 1)
	if err != nil || len(others) == 0 {
		return "it was never asked", err
	}
	return fmt.Sprintf("it was never asked: the answers to that name, the newest of %s, are about another server, POS, profile or host, or do not say",
		others[0].At.Local().Format("2006-01-02 15:04")), nil
}

func latest(t *inventory.Terminal, newest *history.Entry, o StatusOptions) result.FleetTerminal {
	out := blank(t)
	if newest == nil {
		out.State, out.Reason = result.StateSilent, result.NoResult
		out.Hint = "run poswarm fleet check"
		return out
	}
	groups := out.Groups
	out = newest.Terminal
	out.Groups, out.Where = groups, t.Where()
	// A quarantine is what the file says now, not what it said that night.
	out.State, out.Judged, out.Quarantine = newest.Terminal.Settled(), "", nil
	age := o.Now.Sub(newest.At)
	if age < -clocksDiffer {
		out.State, out.Reason, out.Hint = result.StateUnknown, result.ClockWrong, result.FleetHint(result.ClockWrong)
		out.Detail = fmt.Sprintf("its newest result (%s) is of %s, which is still to come", newest.Terminal.Settled(), newest.At.Local().Format("2006-01-02 15:04"))
		out.New = false
	}
	if age > o.Fresh {
		out.State, out.Reason, out.Hint = result.StateSilent, result.NoResult, result.FleetHint(result.NoResult)
		out.Detail = fmt.Sprintf("its newest result is of %s (%s)", newest.At.Local().Format("2006-01-02 15:04"), newest.Terminal.Settled())
		out.Since, out.New = moment(newest.At.Add(o.Fresh)), false
	}
	return out
}
