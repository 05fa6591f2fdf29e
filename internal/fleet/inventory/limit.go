package inventory

import (
	"path"
	"slices"

	"poswarm/internal/strictyaml"
)

// Limit picks the terminals that the words name: a group, a terminal or a
// pattern such as till-1*. A word that fits nothing is an error, and so is a
// broken pattern: a check of no terminal must not look like a good one.
func (inv *Inventory) Limit(words []string) ([]*Terminal, error) {
	if len(words) == 0 {
		return inv.Terminals, nil
	}
	picked := map[*Terminal]bool{}
	for _, word := range words {
		found, err := inv.match(word)
		if err != nil {
			return nil, err
		}
		for _, t := range found {
			picked[t] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(inv.Terminals), func(t *Terminal) bool { return !picked[t] }), nil
}

func (inv *Inventory) match(word string) ([]*Terminal, error) {
	var found []*Terminal
	for _, t := range inv.Terminals {
		fits, err := path.Match(word, t.Name)
		if err != nil {
			return nil, &NoMatchError{Word: word, Broken: true}
		}
		if fits || word == "all" || t.In(word) {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return nil, &NoMatchError{Word: word, known: append(inv.Names(), inv.Groups...)}
	}
	return found, nil
}

// Names are those of all terminals.
func (inv *Inventory) Names() []string {
	out := make([]string, len(inv.Terminals))
	for i, t := range inv.Terminals {
		out[i] = t.Name
	}
	return out
}

// NoMatchError says that a word names no terminal.
type NoMatchError struct {
	Word string
	// Broken is set when it is no pattern at all.
	Broken bool
	known  []string
}

func (e *NoMatchError) Error() string {
	if e.Broken {
		return "the pattern " + e.Word + " is broken"
	}
	return "no terminal and no group fits " + e.Word
}

// Hint is the nearest name.
func (e *NoMatchError) Hint() string {
	if e.Broken {
		return "* stands for any text, ? for one character, [a-f] for one of several"
	}
	const many = 20
	if len(e.known) > many {
		if s := strictyaml.Suggest(e.Word, e.known); len(s) < 200 {
			return s
		}
		return "see poswarm fleet list"
	}
	return strictyaml.Suggest(e.Word, e.known)
}
