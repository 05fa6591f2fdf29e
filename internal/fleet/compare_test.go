package fleet

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/result"
)

func primed(t *testing.T, until *string, snapshots ...*result.Snapshot) result.FleetTerminal {
	t.Helper()
	doc := result.NewPrime(true)
	doc.LoginUntil = until
	for _, s := range snapshots {
		doc.Configs = append(doc.Configs, result.PrimeConfig{Snapshot: s})
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return result.FleetTerminal{State: result.StateOK, Result: data}
}

// What a prime says of a terminal is compared like what a check says; what one
// of two did not say has not changed.
func TestChangesOfAPrime(t *testing.T) {
	monday, friday := "2026-03-02T05:00:00Z", "2026-03-06T05:00:00Z"
	old := &result.Snapshot{ID: "a", Images: result.Images{Wanted: 51, Stored: 51}}
	fresh := &result.Snapshot{ID: "b", Images: result.Images{Wanted: 60, Stored: 51}}
	for name, c := range map[string]struct {
		before, now result.FleetTerminal
		want        []string
	}{
		"all of it": {primed(t, &monday, old), primed(t, &friday, fresh),
			[]string{"snapshot: b, was a", "images: 51 of 60, was 51 of 51", "log-in until: " + friday + ", was " + monday}},
		"nothing":                    {primed(t, &monday, old), primed(t, &monday, old), []string{}},
		"no log-in, nothing stored":  {primed(t, nil, nil), primed(t, nil, nil), []string{}},
		"nothing stored any more":    {primed(t, &monday, old), primed(t, nil, nil), []string{}},
		"a check is no prime":        {result.FleetTerminal{State: result.StateOK, Result: json.RawMessage(`{"schema": "poswarm.verify/v1", "login_until": "x"}`)}, primed(t, &monday, old), []string{}},
		"what cannot be read at all": {result.FleetTerminal{State: result.StateOK, Result: json.RawMessage(`{`)}, primed(t, &monday, old), []string{}},
	} {
		if d := cmp.Diff(c.want, changes(c.before, c.now)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}
