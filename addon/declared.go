package addon

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Declarations are what the page module relies on in Odoo, see
// static/src/app/declared.js.
type Declarations struct {
	// Names are short names and where they come from, as "module:export".
	Names   map[string]string
	Patches []DeclaredPatch
}

// DeclaredPatch is one patch of the page module.
type DeclaredPatch struct {
	Name   string
	Why    string
	Relies []string
}

// Declared reads the declarations of the page module.
func Declared() (Declarations, error) {
	const file = "static/src/app/declared.js"
	_, value, _ := bytes.Cut(mustRead(file), []byte("export const DECLARED = "))
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.DisallowUnknownFields()
	var d Declarations
	if err := decoder.Decode(&d); err != nil {
		return d, fmt.Errorf("%s: the value is not JSON: %w", file, err)
	}
	for _, patch := range d.Patches {
		for _, text := range patch.Relies {
			r, err := ParseReliance(text)
			if err != nil {
				return d, fmt.Errorf("%s: patch %q: %w", file, patch.Name, err)
			}
			if _, known := d.Names[r.Name]; r.Kind == "" && !known {
				return d, fmt.Errorf("%s: patch %q: %q is not one of the names", file, patch.Name, r.Name)
			}
		}
	}
	return d, nil
}

// Reliance is one thing of Odoo that a patch relies on.
type Reliance struct {
	Kind   string // "odoo", "dom", "storage" or "text"; "" for what a module exports
	Name   string // of an export
	Member string // of the export, or the value of another kind
	Of     string // "#" for a class's objects, "." for the export itself
	Method bool
	Text   string // that stands in its source
}

var relianceText = regexp.MustCompile(`^([\w$]+)(?:([#.])([^~()]+)(\(\))?)?(?:~(.+))?$`)

// ParseReliance reads a reliance as declared.js writes it.
func ParseReliance(text string) (Reliance, error) {
	for _, kind := range []string{"dom", "storage", "text"} {
		if value, found := strings.CutPrefix(text, kind+":"); found {
			return Reliance{Kind: kind, Member: value}, nil
		}
	}
	found := relianceText.FindStringSubmatch(text)
	if found == nil {
		return Reliance{}, fmt.Errorf("%q is not a reliance", text)
	}
	if found[1] == "odoo" {
		return Reliance{Kind: "odoo", Member: found[3]}, nil
	}
	return Reliance{Name: found[1], Of: found[2], Member: found[3], Method: found[4] != "", Text: found[5]}, nil
}

// Property reports whether it is a method or another member of what a module
// exports, and not a text in one.
func (r Reliance) Property() bool { return r.Kind == "" && r.Of != "" && r.Text == "" }

// Word is the last name of the member.
func (r Reliance) Word() string { return r.Member[strings.LastIndex(r.Member, ".")+1:] }

// LookedUp reports whether the page module compares it with what Odoo has, where
// the rest is known by sight, or by what a browser has stored.
func (r Reliance) LookedUp() bool { return r.Kind == "" || r.Kind == "odoo" }
