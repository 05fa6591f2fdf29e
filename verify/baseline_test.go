package verify

import (
	"errors"
	"testing"

	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

// These tests prove that a page of somebody else, or of another database, is no page of this terminal.

func TestThePageOfAnotherUser(t *testing.T) {
	b := &baseline{}
	for _, user := range []int{2, 2} {
		if err := b.sameUser(odooui.State{User: user}); err != nil {
			t.Error(err)
		}
	}
	failure, ok := errors.AsType[*odooui.Failure](b.sameUser(odooui.State{User: 6}))
	if !ok || failure.Reason != result.WrongUser {
		t.Errorf("another user's page: %v", failure)
	}
	b.user = 0 // somebody logged in
	if err := b.sameUser(odooui.State{User: 6}); err != nil {
		t.Error(err)
	}
}

// The POS 1 of another database of the same address is another shop.
func TestDatabaseThatWasAsked(t *testing.T) {
	both := storedData{{Database: "shop", Products: 5, Sessions: []int{1}}, {Database: "copy", Products: 9, Sessions: []int{1}}}
	page := odooui.State{Database: "shop", Products: 5, Session: 1}
	for asked, right := range map[string]bool{"": true, "shop": true, "copy": false, "none": false} {
		b := &baseline{bench: &Bench{Database: asked, Config: 1}, stored: both}
		holds, shows := b.holdsDatabase(), b.rightDatabase(page)
		if (shows == nil) != right || (holds == nil) != (asked != "none") {
			t.Errorf("asked for %q: holds %v, shows %v", asked, holds, shows)
		}
	}
	if err := both.compare(page); err != nil {
		t.Errorf("compared with the data of another database: %v", err)
	}
	page.Database = "third"
	failure, ok := errors.AsType[*odooui.Failure](both.compare(page))
	if !ok || failure.Reason != result.WrongDatabase {
		t.Errorf("a page of a database that the till does not hold: %v", failure)
	}
}
