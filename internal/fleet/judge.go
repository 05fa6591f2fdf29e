package fleet

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/fleet/reach"
	"poswarm/internal/result"
)

// verdict is what an answer says about a terminal.
type verdict struct {
	state        result.State
	reason       result.Reason
	detail, hint string
}

// judge reads an answer. Only a document with a pass makes a terminal ok:
// whatever else comes back, or does not, is named and is not ok.
func judge(a reach.Answer) verdict {
	if a.Document == nil {
		return withoutDocument(a)
	}
	var head struct{ Schema string }
	if json.Unmarshal(a.Document, &head) == nil {
		switch head.Schema {
		case result.VerifySchema:
			var doc result.Verify
			if json.Unmarshal(a.Document, &doc) == nil {
				v := judgeChecks(doc.Checks(), func(i int) string { return doc.Scenarios[i].Hint })
				return v.unlessItMayEnd(doc.Scenarios)
			}
		case result.PrimeSchema:
			var doc result.Prime
			if json.Unmarshal(a.Document, &doc) == nil {
				v := judgeChecks(doc.Checks(), func(i int) string { return doc.Configs[i].Hint })
				if v.state == result.StateOK && len(doc.Warnings) > 0 {
					v.state, v.detail = result.StateDegraded, strings.Join(doc.Warnings, "; ")
				}
				return v
			}
		}
	}
	return verdict{result.StateUnknown, result.NotJudged, fmt.Sprintf("what came back is not a result: %.60q", a.Document), ""}
}

// withoutDocument is a terminal that gave no result.
func withoutDocument(a reach.Answer) verdict {
	v := verdict{result.StateUnknown, cmp.Or(a.Reason, result.NotJudged), a.Detail, a.Hint}
	switch a.Reason {
	case result.NoProfile:
		v.state = result.StateFailed // a terminal without its profile comes up with nothing
	case result.NoSuchHost, result.NoConnection, result.NoAnswer, result.HostKey, result.LoginRefused:
		v.state = result.StateUnreachable
	}
	return v.known()
}

// judgeChecks takes the worst of what the terminal's own poswarm found.
func judgeChecks(checks result.Checks, hint func(int) string) verdict {
	states := map[result.Outcome]result.State{
		result.Failed: result.StateFailed, result.Error: result.StateUnknown, result.Flaky: result.StateFlaky, result.Degraded: result.StateDegraded,
	}
	for _, outcome := range []result.Outcome{result.Failed, result.Error, result.Flaky, result.Degraded} {
		for i, c := range checks.Cases {
			if c.Outcome == outcome {
				v := verdict{states[outcome], c.Reason, c.Name + ": " + c.Detail, hint(i)}
				if v.reason == "" && outcome == result.Error {
					v.reason = result.NotJudged
				}
				return v.known()
			}
		}
	}
	if checks.Count(result.Passed) == 0 {
		return verdict{result.StateUnknown, result.NothingRan, "no check fits this terminal", "name others with scenarios: in the inventory"}
	}
	return verdict{state: result.StateOK}
}

// ending are the warnings that a terminal which comes up today may not tomorrow.
var ending = []result.Reason{result.WipedAtRestart, result.BlockedBySetting, result.CannotStart,
	result.ProfileUnused, result.LoginEnds, result.ClockWrong, result.StorageEvictable, result.DiskFull}

// unlessItMayEnd degrades a terminal whose checks passed with such a warning.
func (v verdict) unlessItMayEnd(scenarios []result.Scenario) verdict {
	if v.state != result.StateOK {
		return v
	}
	for _, s := range scenarios {
		for _, w := range s.Warnings {
			if slices.Contains(ending, w.Reason) {
				return verdict{result.StateDegraded, w.Reason, s.Name + ": " + w.Detail, w.Hint}
			}
		}
	}
	return v
}

// known names what only the words tell, and says what to do where the terminal
// did not.
func (v verdict) known() verdict {
	// The system's words, and those of chrome.ErrNoRoom.
	if strings.Contains(v.detail, "no space left on device") || strings.Contains(v.detail, "not enough room for a copy") {
		v.reason = result.DiskFull
	}
	if v.hint == "" {
		v.hint = result.FleetHint(v.reason)
	}
	return v
}
