package chrome

import (
	_ "embed"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

//go:embed testdata/typing.js
var typingJS string

// A hidden tab shares the till's storage, and the till does not notice.
func TestJoin(t *testing.T) {
	s := newSite(t)
	b, port := withPort(t, filepath.Join(t.TempDir(), "till"))
	cashier := firstPage(t, b)
	visit(t, cashier, s.URL+"/plain")
	eval[bool](t, cashier, loaded)
	if !eval[bool](t, cashier, typingJS) {
		t.Fatal("the till's page has no focus from the start")
	}
	before := tabsWith(t, port, s.URL+"/plain")

	guest, err := Join(within(t, 20*time.Second), port, nil)
	if err != nil {
		t.Fatal(err)
	}
	page := firstPage(t, guest)
	visit(t, page, s.URL+"/plain")
	if mark := eval[string](t, page, `localStorage.getItem("mark")`); mark != "of the till" {
		t.Errorf("the hidden tab reads %q: it is of another profile", mark)
	}
	if err := guest.Close(within(t, 10*time.Second)); err != nil {
		t.Error(err)
	}
	if after := tabs(t, port); !slices.Equal(before, after) {
		t.Errorf("tabs %q before, %q after", before, after)
	}
	if got := eval[string](t, cashier, `document.activeElement.value + lost.join()`); got != "half an ord" {
		t.Errorf("the cashier's tab has %q, want the focus where it was and no event", got)
	}
}
