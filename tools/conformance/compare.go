package conformance

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// allowedText lists the differences that are meant, each with its reason.
//
//go:embed differences.txt
var allowedText string

// addonText lists those that come on top when both have the addon's worker.
//
//go:embed differences-addon.txt
var addonText string

// rule allows some differences.
type rule struct {
	pattern *regexp.Regexp
	reason  string
	used    int
}

// parseRules reads differences.txt: a line "# reason", then the patterns that
// it is the reason of, one a line, matched from the start of a difference.
func parseRules(text string) ([]*rule, error) {
	var rules []*rule
	reason := ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if after, ok := strings.CutPrefix(line, "#"); ok {
			reason = strings.TrimSpace(after)
			continue
		}
		if line == "" {
			continue
		}
		if reason == "" {
			return nil, fmt.Errorf("differences.txt:%d: a difference without a reason", i+1)
		}
		p, err := regexp.Compile("^(?:" + line + ")")
		if err != nil {
			return nil, fmt.Errorf("differences.txt:%d: %w", i+1, err)
		}
		rules = append(rules, &rule{pattern: p, reason: reason})
	}
	return rules, nil
}

// summary is all that was seen of one request in one phase.
type summary struct {
	statuses, asked, told map[string]bool
	headers               map[string]map[string]bool
}

func summarize(exchanges []exchange) map[string]*summary {
	out := map[string]*summary{}
	for _, e := range exchanges {
		key := e.Phase + ": " + e.Key
		s := out[key]
		if s == nil {
			s = &summary{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]map[string]bool{}}
			out[key] = s
		}
		s.statuses[fmt.Sprint(e.Status)] = true
		maps.Copy(s.asked, e.Asked)
		maps.Copy(s.told, e.Told)
		if e.Status == 304 {
			continue // its headers are those of the answer that it confirms
		}
		for name, value := range e.Headers {
			if s.headers[name] == nil {
				s.headers[name] = map[string]bool{}
			}
			s.headers[name][value] = true
		}
	}
	return out
}

// compare names every difference between a real server and the demo.
func compare(odoo, demo []exchange) []string {
	real, ours := summarize(odoo), summarize(demo)
	var out []string
	for _, key := range union(real, ours) {
		r, o := real[key], ours[key]
		switch {
		case r == nil:
			out = append(out, key+" | only on the demo")
		case o == nil:
			out = append(out, key+" | only on Odoo")
		default:
			out = append(out, r.against(o, key)...)
		}
	}
	return out
}

func (r *summary) against(o *summary, key string) []string {
	out := differ(key+" | status", r.statuses, o.statuses)
	out = append(out, differ(key+" | asks", r.asked, o.asked)...)
	out = append(out, differ(key+" | tells", r.told, o.told)...)
	for _, name := range union(r.headers, o.headers) {
		out = append(out, differ(key+" | header "+name, r.headers[name], o.headers[name])...)
	}
	return out
}

// differ names what only one of two sets has. Of a missing key only the
// topmost is named, not all that would be under it.
func differ(what string, odoo, demo map[string]bool) []string {
	var out []string
	for _, v := range union(odoo, demo) {
		side, lack := "only on Odoo", demo
		if !odoo[v] {
			side, lack = "only on the demo", odoo
		}
		parent := parentOf(v)
		if lack[v] || !lack[parent] && (odoo[parent] || demo[parent]) {
			continue
		}
		out = append(out, fmt.Sprintf("%s | %s | %s", what, v, side))
	}
	return out
}

func parentOf(path string) string {
	i := strings.LastIndex(path, ".")
	if i < 0 {
		return ""
	}
	return strings.TrimRight(path[:i], "[]")
}

func union[V any](a, b map[string]V) []string {
	keys := maps.Clone(a)
	if keys == nil {
		keys = map[string]V{}
	}
	maps.Copy(keys, b)
	return slices.Sorted(maps.Keys(keys))
}

// unexplained gives the differences that no rule allows.
func unexplained(differences []string, rules []*rule) []string {
	return slices.DeleteFunc(slices.Clone(differences), func(d string) bool {
		for _, r := range rules {
			if r.pattern.MatchString(d) {
				r.used++
				return true
			}
		}
		return false
	})
}
