package inventory

import (
	"cmp"
	"slices"
	"strings"

	"poswarm/internal/strictyaml"
)

// prefix marks the variables that are ours. All others belong to Ansible and
// its user.
const prefix = "poswarm_"

// looksLikeAnsible says whether every key is a group.
func looksLikeAnsible(root strictyaml.Node) bool {
	for _, e := range root.Entries {
		if e.Value.Kind == strictyaml.Map && (e.Value.Has("hosts") || e.Value.Has("children") || e.Value.Has("vars")) {
			return true
		}
	}
	return false
}

// ansibleGroup is one group of the file, whose pieces may stand in several
// places.
type ansibleGroup struct {
	name  string
	vars  layer
	hosts []string
	// above are the groups it is a child of.
	above []string
}

// ansibleHost is one host and its own variables.
type ansibleHost struct {
	at   strictyaml.Node
	vars layer
}

// way is how Ansible itself gets to a host, by its own variables.
type way struct{ host, user, port, connection string }

// ansible reads the groups, then gives each host the variables of its groups:
// those of a parent before those of its child, and the host's own last, as
// Ansible does.
func (r *reader) ansible(root strictyaml.Node) {
	a := &ansibleReader{groups: map[string]*ansibleGroup{}, hosts: map[string]*ansibleHost{}}
	for _, e := range root.Entries {
		a.group(e.Key.Text, e.Value)
	}
	for name := range a.groups {
		r.groups[name] = true
	}
	for _, name := range a.order {
		host := a.hosts[name]
		t := r.add(name, host.at)
		if t == nil {
			continue
		}
		chain := a.chain(name)
		for _, g := range chain {
			a.groups[g].vars.apply(t)
			if g != "all" && g != "ungrouped" {
				t.Groups = append(t.Groups, g)
			}
		}
		host.vars.apply(t)
		t.reach()
	}
}

type ansibleReader struct {
	groups map[string]*ansibleGroup
	hosts  map[string]*ansibleHost
	order  []string // of the hosts, as they first stand in the file
}

func (a *ansibleReader) group(name string, n strictyaml.Node) *ansibleGroup {
	g := a.groups[name]
	if g == nil {
		g = &ansibleGroup{name: name}
		a.groups[name] = g
	}
	if n.Kind == strictyaml.Null {
		return g
	}
	n.Fields("a group", map[string]func(strictyaml.Node){
		"vars":  func(v strictyaml.Node) { g.vars = append(g.vars, ours(v)...) },
		"hosts": func(v strictyaml.Node) { a.groupHosts(g, v) },
		"children": func(v strictyaml.Node) {
			for _, e := range entries(v, "children") {
				child := a.group(e.Key.Text, e.Value)
				if child != g && !slices.Contains(child.above, name) {
					child.above = append(child.above, name)
				}
			}
		},
	})
	return g
}

func (a *ansibleReader) groupHosts(g *ansibleGroup, n strictyaml.Node) {
	for _, e := range entries(n, "hosts") {
		for _, name := range expandRange(e.Key) {
			host := a.hosts[name]
			if host == nil {
				host = &ansibleHost{at: e.Key}
				a.hosts[name] = host
				a.order = append(a.order, name)
			}
			g.hosts = append(g.hosts, name)
			if e.Value.Kind != strictyaml.Null {
				host.vars = append(host.vars, ours(e.Value)...)
			}
		}
	}
}

// entries are those of a map that may be left empty.
func entries(n strictyaml.Node, what string) []strictyaml.Entry {
	if n.Kind != strictyaml.Map && n.Kind != strictyaml.Null {
		n.Errorf("end each name with a colon", "%s is a map, this is %s", what, n.Kind)
	}
	return n.Entries
}

// ours reads the variables with our prefix, and those with which Ansible reaches
// a host.
func ours(n strictyaml.Node) layer {
	var out layer
	for _, e := range entries(n, "variables") {
		if name, ok := strings.CutPrefix(e.Key.Text, prefix); ok {
			if set := setting(e.Key, e.Value, name); set != nil {
				out = append(out, set)
			}
			continue
		}
		field, known := ways[e.Key.Text]
		if text := e.Value.Text; known && e.Value.IsScalar() {
			out = append(out, func(t *Terminal) { *field(&t.way) = text })
		}
	}
	return out
}

var ways = map[string]func(*way) *string{
	"ansible_host":       func(w *way) *string { return &w.host },
	"ansible_user":       func(w *way) *string { return &w.user },
	"ansible_port":       func(w *way) *string { return &w.port },
	"ansible_connection": func(w *way) *string { return &w.connection },
}

// reach says how ssh gets there where poswarm_ssh does not: as Ansible does.
func (t *Terminal) reach() {
	if t.SSH != "" || t.way.connection == "local" {
		return
	}
	to := cmp.Or(t.way.host, t.Name)
	if t.way.user != "" {
		to = t.way.user + "@" + to
	}
	if t.way.port != "" {
		to = "ssh://" + to + ":" + t.way.port
	}
	t.SSH = to
}

// chain is every group of a host, parents before children and otherwise by
// name, starting with all.
func (a *ansibleReader) chain(host string) []string {
	depth := map[string]int{"all": 0}
	var visit func(name string, seen []string) int
	visit = func(name string, seen []string) int {
		if d, known := depth[name]; known {
			return d
		}
		d := 1
		for _, up := range a.groups[name].above {
			if !slices.Contains(seen, up) { // a circle ends somewhere
				d = max(d, visit(up, append(seen, name))+1)
			}
		}
		depth[name] = d
		return d
	}
	member := map[string]bool{}
	var climb func(name string)
	climb = func(name string) {
		if member[name] {
			return
		}
		member[name] = true
		visit(name, nil)
		for _, up := range a.groups[name].above {
			climb(up)
		}
	}
	if a.groups["all"] != nil {
		climb("all")
	}
	for name, g := range a.groups {
		if slices.Contains(g.hosts, host) {
			climb(name)
		}
	}
	var out []string
	for name := range member {
		out = append(out, name)
	}
	slices.SortFunc(out, func(x, y string) int {
		if depth[x] != depth[y] {
			return depth[x] - depth[y]
		}
		return strings.Compare(x, y)
	})
	return out
}
