package verify

import (
	"errors"
	"testing"

	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// The POS 1 of another database of the same address is another shop.
func TestDatabaseThatWasAsked(t *testing.T) {
	both := held{{Database: "shop", Products: 5, Sessions: []int{1}}, {Database: "copy", Products: 9, Sessions: []int{1}}}
	page := posui.State{Database: "shop", Products: 5, Session: 1}
	for asked, right := range map[string]bool{"": true, "shop": true, "copy": false, "none": false} {
		r := &run{bench: &Bench{Database: asked, Config: 1}, held: both}
		holds, shows := r.holdsDatabase(), r.rightDatabase(page)
		if (shows == nil) != right || (holds == nil) != (asked != "none") {
			t.Errorf("asked for %q: holds %v, shows %v", asked, holds, shows)
		}
	}
	if err := both.compare(page); err != nil {
		t.Errorf("compared with the data of another database: %v", err)
	}
	page.Database = "third"
	failure, ok := errors.AsType[*posui.Failure](both.compare(page))
	if !ok || failure.Reason != result.WrongDatabase {
		t.Errorf("a page of a database that the till does not hold: %v", failure)
	}
}
