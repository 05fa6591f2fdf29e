package scenario

import (
	"fmt"
	"regexp"

	"poswarm/internal/result"
	"poswarm/internal/strictyaml"
)

// nameForm keeps names fit for a command line, a file and a report.
var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// parser reads one file.
type parser struct {
	file string
	s    *Scenario
	// at remembers where a value stood, for the rules that look at two of them.
	at map[string]strictyaml.Node
	// nodes has the place of each step, in step with s.Steps.
	nodes []strictyaml.Node
}

// Parse reads and checks one file. The error lists every mistake with its
// place; file is the name to show.
func Parse(file string, data []byte) (*Scenario, error) {
	doc, root, err := strictyaml.Parse(file, data)
	if err != nil {
		return nil, err
	}
	p := &parser{file: file, s: &Scenario{File: file, Subject: Fresh}, at: map[string]strictyaml.Node{}}
	if root.Kind == strictyaml.Null {
		root.Errorf("start with name:, title:, story: and steps:", "the file holds no scenario")
		return nil, doc.Err()
	}
	p.top(root)
	if doc.Err() == nil {
		p.rules()
	}
	if doc.Err() == nil {
		p.shown()
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return p.s, nil
}

// top reads the fields of the scenario itself.
func (p *parser) top(root strictyaml.Node) {
	keep := func(key string, read func(strictyaml.Node)) func(strictyaml.Node) {
		return func(n strictyaml.Node) { p.at[key] = n; read(n) }
	}
	ok := root.Fields("a scenario", map[string]func(strictyaml.Node){
		"name":  keep("name", p.name),
		"title": func(n strictyaml.Node) { p.s.Title = filled(n, "title") },
		"story": func(n strictyaml.Node) { p.s.Story = filled(n, "story") },
		"safe":  keep("safe", func(n strictyaml.Node) { p.s.Safe = n.Bool("safe") }),
		"subject": keep("subject", func(n strictyaml.Node) {
			p.s.Subject = Subject(n.OneOf("subject", string(Fresh), string(AsFound), string(Both)))
		}),
		"requires": keep("requires", p.requires),
		"stock":    p.stock,
		"steps":    keep("steps", p.steps),
	})
	if !ok {
		return
	}
	for _, key := range []string{"name", "title", "story", "steps"} {
		if !root.Has(key) {
			root.Errorf("add "+key+": at the top level", "the scenario has no %s", key)
		}
	}
}

func (p *parser) name(n strictyaml.Node) {
	p.s.Name, p.s.Line = n.Str("name"), n.Line
	if n.IsScalar() && !nameForm.MatchString(p.s.Name) {
		n.Errorf("write it like reload-server-dead", "name %q must be lower-case letters, digits and single hyphens", p.s.Name)
	}
}

// filled reads a text that must not be empty.
func filled(n strictyaml.Node, what string) string {
	s := n.Str(what)
	if s == "" && n.IsScalar() {
		n.Errorf("write what it is, or leave the key out", "%s is empty", what)
	}
	return s
}

func (p *parser) requires(n strictyaml.Node) {
	if n.Kind != strictyaml.List {
		n.Errorf("write requires: [sales]", "requires must be a list, this is %s", n.Kind)
		return
	}
	for _, item := range n.Items {
		r := Requirement(item.OneOf("requirement", words(Requirements())...))
		if r != "" && p.s.Needs(r) {
			item.Errorf("keep one of the two", "%s is required twice", r)
		}
		p.s.Requires = append(p.s.Requires, r)
	}
}

func (p *parser) stock(n strictyaml.Node) {
	stock := &Stock{}
	var reason strictyaml.Node
	ok := n.Fields("stock", map[string]func(strictyaml.Node){
		"result": func(n strictyaml.Node) {
			stock.Result = result.Outcome(n.OneOf("result", string(result.Passed), string(result.Degraded), string(result.Failed)))
		},
		"reason": func(n strictyaml.Node) {
			reason = n
			stock.Reason = result.Reason(n.OneOf("reason code", words(result.Reasons())...))
		},
	})
	switch {
	case !ok:
	case !n.Has("result"):
		n.Errorf("write stock: {result: failed, reason: blank-page}", "stock has no result")
	case stock.Result != result.Passed && !n.Has("reason"):
		n.Errorf("write stock: {result: failed, reason: blank-page}", "a stock expectation that does not pass needs its reason code")
	case stock.Result == result.Passed && n.Has("reason"):
		reason.Errorf("leave reason out", "what passes has no reason")
	}
	p.s.Stock = stock
}

func (p *parser) steps(n strictyaml.Node) {
	if n.Kind != strictyaml.List || len(n.Items) == 0 {
		n.Errorf("write a list with one step a line, such as \"- open: {}\"", "steps must be a list of at least one step")
		return
	}
	for _, item := range n.Items {
		p.step(item)
	}
}

// step reads one step: a map with one key, or a bare word for a step that
// needs no options.
func (p *parser) step(n strictyaml.Node) {
	key, value := n, strictyaml.Node{Kind: strictyaml.Null}
	switch {
	case n.Kind == strictyaml.Map && len(n.Entries) == 1:
		key, value = n.Entries[0].Key, n.Entries[0].Value
	case n.Kind == strictyaml.Map && len(n.Entries) > 1:
		n.Entries[1].Key.Errorf("start each step with a hyphen of its own, and indent its options below it", "a step has one key, this one also has %q", n.Entries[1].Key.Text)
		return
	case !n.IsScalar():
		n.Errorf("write it like \"- reload\" or \"- cut: server-dead\"", "a step must be a map with one key, this is %s", n.Kind)
		return
	}
	definition, known := definitions[Kind(key.Text)]
	if !known {
		key.Errorf(strictyaml.Suggest(key.Text, words(Kinds())), "unknown step %q", key.Text)
		return
	}
	if value.Kind == strictyaml.Null {
		value = value.At(key)
	}
	do := definition.read(value)
	if do == nil {
		return
	}
	kind := Kind(key.Text)
	p.nodes = append(p.nodes, key)
	p.s.Steps = append(p.s.Steps, Step{
		File: p.file, Line: key.Line, Column: key.Column, Kind: kind, Text: line(kind, do), Do: do,
	})
}

// words turns a list of named strings into plain ones.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// String is the step as a report shows it.
func (s Step) String() string { return fmt.Sprintf("%s:%d: %s", s.File, s.Line, s.Text) }
