package inventory

import (
	"fmt"
	"path/filepath"
	"slices"

	"poswarm/internal/strictyaml"
)

// maxBytes is room for some ten thousand terminals.
const maxBytes = 4 << 20

// Inventory is a fleet: its terminals in the order of the file.
type Inventory struct {
	Terminals []*Terminal
	// Groups are the names of all groups, sorted.
	Groups []string
}

// Parse reads an inventory of either form. The error has every mistake of the
// file (strictyaml.Errors).
func Parse(file string, data []byte) (*Inventory, error) {
	doc, root, err := strictyaml.ParseUpTo(file, data, maxBytes)
	if err != nil {
		return nil, err
	}
	r := &reader{byName: map[string]*Terminal{}, groups: map[string]bool{}}
	switch {
	case root.Kind != strictyaml.Map:
		root.Errorf("see docs/fleet.md for an example", "an inventory is a map with terminals, or one of Ansible's")
	case root.Has("terminals") || root.Has("defaults"):
		r.native(root)
	case looksLikeAnsible(root):
		r.ansible(root)
	default:
		root.Errorf("see docs/fleet.md for an example", "an inventory has the key terminals, or groups with hosts as Ansible's have")
	}
	if doc.Err() == nil {
		folder, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			return nil, fmt.Errorf("the folder of %s: %w", file, err)
		}
		for _, t := range r.terminals {
			t.expand()
			t.resolve(folder)
			t.check()
		}
		if len(r.terminals) == 0 {
			root.Errorf("add one, such as - {name: till-1, profile: /home/kiosk/till} below terminals:", "the inventory has no terminal")
		}
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	inv := &Inventory{Terminals: r.terminals}
	for name := range r.groups {
		inv.Groups = append(inv.Groups, name)
	}
	slices.Sort(inv.Groups)
	return inv, nil
}

// reader collects terminals.
type reader struct {
	terminals []*Terminal
	byName    map[string]*Terminal
	groups    map[string]bool
}
