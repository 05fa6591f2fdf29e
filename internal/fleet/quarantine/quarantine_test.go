// The tests of this package prove that a quarantine names known terminals, an owner
// and a last day, and that every mistake is shown with its line.
package quarantine

import (
	"strings"
	"testing"
	"time"
)

var known = []string{"till-1", "till-2"}

func TestParse(t *testing.T) {
	list, err := Parse("q.yaml", []byte("- {terminal: till-1, owner: anna, until: 2026-03-31, why: new screen}\n"), known)
	if err != nil {
		t.Fatal(err)
	}
	for at, holds := range map[string]bool{"2026-03-30T23:00:00": true, "2026-03-31T23:59:59": true, "2026-04-01T00:00:00": false} {
		now, _ := time.ParseInLocation("2006-01-02T15:04:05", at, time.Local)
		q, ended := list.Of("till-1", now)
		if (q != nil) != holds || (ended == "") != holds {
			t.Errorf("at %s: %+v, %q", at, q, ended)
		}
	}
	if q, ended := list.Of("till-2", time.Now()); q != nil || ended != "" {
		t.Errorf("a terminal that is not listed: %+v, %q", q, ended)
	}
	if list, err := Parse("q.yaml", []byte("# nobody\n"), known); err != nil || len(list) != 0 {
		t.Errorf("an empty file: %v, %v", list, err)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"till-1: anna\n": "q.yaml:1:1: a quarantine is a list",
		"- {terminal: till-9, owner: a, until: 2026-01-01}\n":                                                    `q.yaml:1:14: the inventory has no terminal "till-9"`,
		"- {terminal: till-1, until: 2026-01-01}\n":                                                              "an entry without owner",
		"- {terminal: till-1, owner: a}\n":                                                                       "an entry without until",
		"- {terminal: till-1, owner: a, until: soon}\n":                                                          `until "soon" is not a day`,
		"- {terminal: till-1, owner: a, until: 2026-01-01, for: b}\n":                                            `for`,
		"- {terminal: till-1, owner: a, until: 2026-01-01}\n- {terminal: till-1, owner: b, until: 2026-01-02}\n": `a second entry for "till-1"`,
	} {
		_, err := Parse("q.yaml", []byte(text), known)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
