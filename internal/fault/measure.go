package fault

import "slices"

// Kind is how a measure is written.
type Kind int

// The kinds of a measure.
const (
	Duration Kind = iota // 400ms, 5s
	Rate                 // bytes a second: 50kB/s
	Size                 // bytes: 200kB
	Count                // a whole number
	Text                 // part of an address
)

// Measure is one number or word that says how a fault is.
type Measure struct {
	// Name is the key in a file, and the field of [Plan].
	Name  string
	Kind  Kind
	Least int // of a Count
	Doc   string
}

// Measures are those of all faults, by name. A measure that two faults share is
// here once.
func Measures() map[string]Measure {
	out := map[string]Measure{}
	for _, r := range rows {
		for _, f := range r.Forms {
			for _, list := range [][]Measure{f.Needs, f.Takes} {
				for _, m := range list {
					out[m.Name] = m
				}
			}
		}
	}
	return out
}

// needs lists the names of what the form cannot be without.
func (f Form) needs() []string {
	var out []string
	for _, m := range f.Needs {
		out = append(out, m.Name)
	}
	return out
}

// lacks names the first measure that the form needs and that was not given, "" for none.
func (f Form) lacks(given []string) string {
	return first(f.needs(), func(name string) bool { return !slices.Contains(given, name) })
}

// beside names the first measure of the fault that was given and is not the form's, ""
// for none.
func (f Form) beside(of Row, given []string) string {
	return first(given, func(name string) bool { return of.Takes(name) && !f.has(name) })
}

func first(names []string, is func(string) bool) string {
	if i := slices.IndexFunc(names, is); i >= 0 {
		return names[i]
	}
	return ""
}

// has reports whether the form knows a measure.
func (f Form) has(name string) bool {
	if name == byName {
		return f.By != ByNone
	}
	for _, list := range [][]Measure{f.Needs, f.Takes} {
		for _, m := range list {
			if m.Name == name {
				return true
			}
		}
	}
	return false
}

// Takes reports whether a fault has a measure of that name.
func (r Row) Takes(name string) bool {
	for _, f := range r.Forms {
		if f.has(name) {
			return true
		}
	}
	return false
}
