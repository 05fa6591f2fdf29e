// The tests of this package prove when a POS page is up, and that every way not to
// be up has its reason.
package odooui

import (
	"errors"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
)

// up is a state in which nothing is wrong.
func up() State {
	return State{Complete: true, PosConfig: 1, PageSession: 7, Session: 7, Booted: true, Screen: "login",
		Products: 47, Categories: 5, PaymentMethods: 3, BarcodeParser: true, Images: Images{Shown: 2}}
}

func TestEveryWayNotToBeUpHasItsReason(t *testing.T) {
	before := up()
	alert := chrome.Observed{Dialogs: []chrome.Dialog{{Type: "alert", Message: "An error occurred\nwhile loading"}}}
	for name, c := range map[string]struct {
		change func(*State)
		seen   chrome.Observed
		want   result.Reason
	}{
		"critical box":        {change: func(s *State) { s.Critical, s.Booted = "Oops!", false }, want: result.CriticalError},
		"alert":               {seen: alert, want: result.Alert},
		"emergency page":      {change: func(s *State) { *s = State{Complete: true, Emergency: &Emergency{Asked: "1"}} }, want: result.EmergencyPage},
		"log-in page":         {change: func(s *State) { *s = State{Complete: true, LoginPage: true} }, want: result.LoginPage},
		"portal":              {change: func(s *State) { *s = State{Complete: true, Title: "Wi-Fi"} }, want: result.NotAPOSPage},
		"other config":        {change: func(s *State) { s.PosConfig = 2 }, want: result.WrongConfig},
		"dialog":              {change: func(s *State) { s.Dialogs = []string{"Connection Lost"} }, want: result.ErrorDialog},
		"no product":          {change: func(s *State) { s.Products = 0 }, want: result.ProductsMissing},
		"one product less":    {change: func(s *State) { s.Products-- }, want: result.ProductsMissing},
		"one category less":   {change: func(s *State) { s.Categories-- }, want: result.ProductsMissing},
		"one payment less":    {change: func(s *State) { s.PaymentMethods-- }, want: result.ProductsMissing},
		"data of another day": {change: func(s *State) { s.Session = 6 }, want: result.POSSessionChanged},
		"another POS session": {change: func(s *State) { s.Session, s.PageSession = 8, 8 }, want: result.POSSessionChanged},
		"broken image":        {change: func(s *State) { s.Images.Broken = []string{"/web/image?id=1"} }, want: result.ImagesBroken},
		"nothing wrong":       {},
		"a beforeunload question": {
			seen: chrome.Observed{Dialogs: []chrome.Dialog{{Type: "beforeunload", Message: "You are currently offline."}}}},
	} {
		t.Run(name, func(t *testing.T) {
			state := up()
			if c.change != nil {
				c.change(&state)
			}
			if got := verdict(Want{Config: 1, Baseline: &before}, state, c.seen); got != c.want {
				t.Errorf("reason %q, want %q", got, c.want)
			}
		})
	}
}

// verdict looks at the same page twice, far enough apart to settle.
func verdict(want Want, state State, seen chrome.Observed) result.Reason {
	watch := bootWatch{want: want}
	now := time.Now()
	_, failure := watch.judge(state, seen, now)
	done, later := watch.judge(state, seen, now.Add(settle))
	if failure == nil {
		failure = later
	}
	if failure != nil {
		return failure.Reason
	}
	var compared *Failure
	if done && errors.As(compare(want, state), &compared) {
		return compared.Reason
	}
	if !done {
		return result.StuckLoading
	}
	return ""
}

func TestUpMustLast(t *testing.T) {
	watch := bootWatch{want: Want{Config: 1}}
	now := time.Now()
	steps := []struct {
		state State
		after time.Duration
		want  bool
	}{
		{State{PosConfig: 1}, 0, false},
		{up(), time.Second, false},                            // just came up
		{State{PosConfig: 1}, 1100 * time.Millisecond, false}, // and went away again
		{up(), 1200 * time.Millisecond, false},
		{up(), 1200*time.Millisecond + settle/2, false},
		{up(), 1200*time.Millisecond + settle, true},
	}
	for i, step := range steps {
		got, failure := watch.judge(step.state, chrome.Observed{}, now.Add(step.after))
		if failure != nil || got != step.want {
			t.Fatalf("look %d: up %v (%v), want %v", i, got, failure, step.want)
		}
	}
}

func TestBlankPageIsDeadOnlyAfterAWhile(t *testing.T) {
	watch := bootWatch{want: Want{Config: 1}}
	blank := State{Complete: true, PosConfig: 1, Blank: true}
	now := time.Now()
	for _, after := range []time.Duration{0, blankAfter / 2, blankAfter} {
		if _, failure := watch.judge(blank, chrome.Observed{}, now.Add(after)); failure != nil {
			t.Fatalf("dead after %s: %v", after, failure)
		}
	}
	_, failure := watch.judge(blank, chrome.Observed{}, now.Add(blankAfter+time.Millisecond))
	if failure == nil || failure.Reason != result.BlankPage {
		t.Fatalf("still not dead: %v", failure)
	}
}

func TestPendingImagesAreWaitedFor(t *testing.T) {
	state := up()
	state.Images.Pending = 1
	if got := verdict(Want{Config: 1}, state, chrome.Observed{}); got != result.StuckLoading {
		t.Errorf("judged with an image pending: %q", got)
	}
}
