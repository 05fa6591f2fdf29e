package warm_test

import (
	"path/filepath"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
	"poswarm/warm"
)

// TestOpeningControlOfAnotherTill: a POS page that is left in the opening control
// deletes the session, and a cashier counts her cash in it on another till.
func TestOpeningControlOfAnotherTill(t *testing.T) {
	s := newShop(t)
	if _, err := warm.Prime(within(t, time.Minute), s.options); err != nil {
		t.Fatal(err)
	}
	other := s
	other.options.Profile = filepath.Join(t.TempDir(), "other")
	if err := chrome.CopyProfile(t.Context(), s.options.Profile, other.options.Profile, chrome.Selection{}); err != nil {
		t.Fatal(err)
	}
	if err := s.server.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	other.kiosk(t)
	before := s.state(t)

	s.server.Log().Reset()
	s.options.RequireSession = false
	got, err := warm.Prime(within(t, time.Minute), s.options)
	if err != nil {
		t.Fatal(err)
	}
	if one := got.Document.Configs[0]; one.Result != result.Passed || one.Session != result.SessionNone {
		t.Errorf("%s (%s), session %s", one.Result, one.Detail, one.Session)
	}
	if after := s.state(t); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	if n := s.server.Log().Count("GET /pos/ui/{config}"); n != 0 {
		t.Errorf("the POS was opened %d times", n)
	}
}
