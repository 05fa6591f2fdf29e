package inventory

import (
	"fmt"
	"slices"

	"poswarm/internal/strictyaml"
)

// native reads a fleet.yaml: defaults, then groups in the order in which a
// terminal names them, then what the terminal says itself.
func (r *reader) native(root strictyaml.Node) {
	var defaults layer
	groups := map[string]layer{}
	var terminals []strictyaml.Node
	root.Fields("the inventory", map[string]func(strictyaml.Node){
		"defaults": func(n strictyaml.Node) { defaults = settings(n, "defaults") },
		"groups": func(n strictyaml.Node) {
			if n.Kind != strictyaml.Map {
				n.Errorf("write name: {settings}", "groups is a map")
				return
			}
			for _, e := range n.Entries {
				groups[e.Key.Text] = layer{}
				if e.Value.Kind != strictyaml.Null { // a group may be no more than a name
					groups[e.Key.Text] = settings(e.Value, "a group")
				}
				r.groups[e.Key.Text] = true
			}
		},
		"terminals": func(n strictyaml.Node) {
			if n.Kind != strictyaml.List {
				n.Errorf("write one item a terminal: - name: till-1", "terminals is a list")
				return
			}
			terminals = n.Items
		},
	})
	for _, n := range terminals {
		r.nativeTerminal(n, defaults, groups)
	}
}

// settings reads a map of nothing but settings.
func settings(n strictyaml.Node, what string) layer {
	if n.Kind != strictyaml.Map {
		n.Errorf("write it like {url: https://odoo.example.com, config: 1}", "%s must be a map of settings, this is %s", what, n.Kind)
		return nil
	}
	var out layer
	for _, e := range n.Entries {
		if set := setting(e.Key, e.Value, e.Key.Text); set != nil {
			out = append(out, set)
		}
	}
	return out
}

func (r *reader) nativeTerminal(n strictyaml.Node, defaults layer, groups map[string]layer) {
	if n.Kind != strictyaml.Map {
		n.Errorf("write - name: till-1", "a terminal is a map, this is %s", n.Kind)
		return
	}
	var own layer
	var member []string
	name := n
	for _, e := range n.Entries {
		switch e.Key.Text {
		case "name":
			name = e.Value
		case "groups":
			member = memberOf(e.Value, groups)
		default:
			if set := setting(e.Key, e.Value, e.Key.Text); set != nil {
				own = append(own, set)
			}
		}
	}
	if name.Kind == strictyaml.Map {
		n.Errorf("add name:, which reports and the history call it by", "a terminal without a name")
		return
	}
	for _, one := range expandRange(name) {
		t := r.add(one, name)
		if t == nil {
			continue
		}
		t.Groups = member
		defaults.apply(t)
		for _, g := range member {
			groups[g].apply(t)
		}
		own.apply(t)
	}
}

func memberOf(n strictyaml.Node, groups map[string]layer) []string {
	if n.Kind != strictyaml.List {
		n.Errorf("write groups: [north]", "groups of a terminal is a list of names")
		return nil
	}
	var known, out []string
	for g := range groups {
		known = append(known, g)
	}
	for _, item := range n.Items {
		name := item.Str("a group")
		switch {
		case !slices.Contains(known, name):
			item.Errorf(strictyaml.Suggest(name, known), "there is no group %q", name)
		case slices.Contains(out, name):
			item.Errorf("leave one of the two out", "the group %q stands there twice", name)
		default:
			out = append(out, name)
		}
	}
	return out
}

// add makes a terminal, or reports that there is one of that name.
func (r *reader) add(name string, at strictyaml.Node) *Terminal {
	if name == "" {
		at.Errorf("write it like name: till-1", "the name of a terminal is empty")
		return nil
	}
	if other := r.byName[name]; other != nil {
		hint := "give each terminal a name of its own"
		if first, ok := other.at.(strictyaml.Node); ok {
			hint = fmt.Sprintf("the other one is in line %d", first.Line)
		}
		at.Errorf(hint, "a second terminal %q", name)
		return nil
	}
	t := &Terminal{Name: name, at: at, Poswarm: "poswarm"}
	r.byName[name] = t
	r.terminals = append(r.terminals, t)
	return t
}
