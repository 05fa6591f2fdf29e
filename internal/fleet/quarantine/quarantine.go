// Package quarantine reads which terminals are known to be broken, who answers
// for each, and until when. A quarantine without an owner or an end would be a
// way to forget a terminal.
package quarantine

import (
	"fmt"
	"slices"
	"time"

	"poswarm/internal/result"
	"poswarm/internal/strictyaml"
)

// day is the form of an end.
const day = "2006-01-02"

// List is the quarantine of some terminals, by name.
type List map[string]result.Quarantine

// Parse reads a quarantine file: a list of {terminal, owner, until, why}. known
// are the terminals of the inventory. The error has every mistake of the file
// (strictyaml.Errors).
func Parse(file string, data []byte, known []string) (List, error) {
	doc, root, err := strictyaml.Parse(file, data)
	if err != nil {
		return nil, err
	}
	list := List{}
	switch root.Kind {
	case strictyaml.Null:
	case strictyaml.List:
		for _, item := range root.Items {
			list.read(item, known)
		}
	default:
		root.Errorf("write - {terminal: till-7, owner: anna@example.org, until: 2026-12-31}", "a quarantine is a list, this is %s", root.Kind)
	}
	return list, doc.Err()
}

func (l List) read(n strictyaml.Node, known []string) {
	if n.Kind != strictyaml.Map {
		n.Errorf("write {terminal: till-7, owner: anna@example.org, until: 2026-12-31}", "an entry is a map, this is %s", n.Kind)
		return
	}
	var name string
	var q result.Quarantine
	n.Fields("an entry", map[string]func(strictyaml.Node){
		"terminal": func(v strictyaml.Node) {
			if name = v.Str("terminal"); !slices.Contains(known, name) {
				v.Errorf(strictyaml.Suggest(name, known), "the inventory has no terminal %q", name)
			}
		},
		"owner": func(v strictyaml.Node) { q.Owner = v.Str("owner") },
		"until": func(v strictyaml.Node) {
			q.Until = v.Str("until")
			if _, err := time.Parse(day, q.Until); err != nil {
				v.Errorf("write the last day, such as 2026-12-31", "until %q is not a day", q.Until)
			}
		},
		"why": func(v strictyaml.Node) { q.Why = v.Str("why") },
	})
	for field, value := range map[string]string{"terminal": name, "owner": q.Owner, "until": q.Until} {
		if value == "" {
			n.Errorf("add "+field, "an entry without %s", field)
		}
	}
	if _, twice := l[name]; twice {
		n.Errorf("leave one of the two entries out", "a second entry for %q", name)
	}
	l[name] = q
}

// Of returns the quarantine of a terminal that holds on a day, or nil. ended is
// a warning about one that is over.
func (l List) Of(terminal string, now time.Time) (q *result.Quarantine, ended string) {
	one, ok := l[terminal]
	if !ok {
		return nil, ""
	}
	last, err := time.ParseInLocation(day, one.Until, now.Location())
	if err != nil || !now.Before(last.AddDate(0, 0, 1)) {
		return nil, fmt.Sprintf("the quarantine of %s ended on %s: ask %s", terminal, one.Until, one.Owner)
	}
	return &one, ""
}
