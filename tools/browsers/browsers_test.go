// The tests of this package prove that a story which goes wrong is told, and how the
// table of all is written.
package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/pace/pacetest"
)

// What the stories say is checked in the browser that is always there: ours passes, and
// Odoo's own worker shows a page of the server's proxy over what it has.
func TestStoriesCanFail(t *testing.T) {
	pacetest.Turn(t)
	// What cannot come up is waited for in vain.
	patience := map[string]time.Duration{demo.WorkerPoswarm: 20 * time.Second, demo.WorkerStockLike: 5 * time.Second}
	for worker, fails := range map[string][]string{
		demo.WorkerPoswarm:   nil,
		demo.WorkerStockLike: {"reload, 404 page", "reload, a portal"},
	} {
		t.Run(worker, func(t *testing.T) {
			c := judge(t.Context(), "chromium", openChromium, options{worker, "", []outage{reset, gone, wall}, patience[worker]})
			if c.err != nil {
				t.Fatal(c.err)
			}
			failed := map[string]bool{}
			for _, one := range c.failed() {
				failed[one.story] = true
				if fails == nil {
					t.Errorf("%s: %v", one.story, one.err)
				}
			}
			for _, story := range fails {
				if !failed[story] {
					t.Errorf("with the worker %s the story passes, or was not reached: %s; what failed: %+v", worker, story, c.failures())
				}
			}
		})
	}
}

func TestTable(t *testing.T) {
	columns := []*column{
		{name: "a", version: "Alpha 1", rows: []row{{"first visit", nil}, {"reload", errors.New("no\n  page")}, {"cold", errForgets}}},
		{name: "b", version: "Beta 2", rows: []row{{"first visit", errors.New("blank")}}},
	}
	if got := exitCode(columns); got != 1 {
		t.Errorf("it ends with %d", got)
	}
	var out bytes.Buffer
	if err := render(&out, columns); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{"| Alpha 1 | Beta 2 |", "| reload | failed | not reached |", "| cold | not to be tried | not reached |", "- a, reload: no page", "- b, first visit: blank"} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q: %s", want, text)
		}
	}
	columns[0].err = errors.New("no browser")
	if got := exitCode(columns); got != 3 {
		t.Errorf("without a browser it ends with %d", got)
	}
}
