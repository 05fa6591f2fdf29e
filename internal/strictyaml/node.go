package strictyaml

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Kind is what a node is.
type Kind string

// The kinds of a node.
const (
	Null   Kind = "nothing"
	Bool   Kind = "true or false"
	Int    Kind = "a whole number"
	Float  Kind = "a number"
	String Kind = "text"
	Map    Kind = "a map"
	List   Kind = "a list"
)

// Node is one value of the file and its place.
type Node struct {
	doc *Doc
	// Kind says which of the fields below is filled.
	Kind Kind
	// Text is a scalar as it was written, without quotes.
	Text    string
	Entries []Entry
	Items   []Node
	// Line and Column count from 1; Width is for the caret.
	Line, Column, Width int
}

// Entry is one key of a map and its value.
type Entry struct {
	Key   Node
	Value Node
}

// convert turns the parser's tree into ours, which has no anchors and no tags.
func (d *Doc) convert(n ast.Node) Node {
	tok := n.GetToken()
	out := Node{doc: d, Line: tok.Position.Line, Column: tok.Position.Column, Width: width(tok)}
	switch n := n.(type) {
	case *ast.NullNode:
		out.Kind = Null
	case *ast.BoolNode:
		out.Kind, out.Text = Bool, tok.Value
	case *ast.IntegerNode:
		out.Kind, out.Text = Int, tok.Value
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.Kind, out.Text = Float, tok.Value
	case *ast.StringNode:
		out.Kind, out.Text = String, n.Value
	case *ast.LiteralNode:
		out.Kind, out.Text = String, n.Value.Value
	case *ast.MappingValueNode:
		out = d.mapping(n.Key.GetToken(), []*ast.MappingValueNode{n})
	case *ast.MappingNode:
		at := n.Start
		if !n.IsFlowStyle && len(n.Values) > 0 {
			at = n.Values[0].Key.GetToken()
		}
		out = d.mapping(at, n.Values)
	case *ast.SequenceNode:
		out.Kind = List
		for _, v := range n.Values {
			out.Items = append(out.Items, d.convert(v))
		}
	default:
		d.add(out.Line, out.Column, out.Width, "write the value out", "anchors, aliases and tags are not used in these files")
		out.Kind = Null
	}
	return out
}

func (d *Doc) mapping(at *token.Token, values []*ast.MappingValueNode) Node {
	out := Node{doc: d, Kind: Map, Line: at.Position.Line, Column: at.Position.Column, Width: width(at)}
	for _, v := range values {
		tok := v.Key.GetToken()
		key := Node{doc: d, Kind: String, Text: tok.Value, Line: tok.Position.Line, Column: tok.Position.Column, Width: width(tok)}
		if _, merge := v.Key.(*ast.MergeKeyNode); merge {
			key.Errorf("write the keys out", "merge keys are not used in these files")
			continue
		}
		value := d.convert(v.Value)
		if value.Kind == Null {
			value.Line, value.Column, value.Width = key.Line, key.Column, key.Width
		}
		out.Entries = append(out.Entries, Entry{Key: key, Value: value})
	}
	return out
}

// Errorf records a mistake at the node.
func (n Node) Errorf(hint, format string, args ...any) {
	n.doc.add(n.Line, n.Column, n.Width, hint, fmt.Sprintf(format, args...))
}

// IsScalar says whether the node is one value and not a map, a list or nothing.
func (n Node) IsScalar() bool { return n.Kind != Map && n.Kind != List && n.Kind != Null }

func (n Node) want(kind Kind, what, hint string) bool {
	if n.Kind == kind {
		return true
	}
	n.Errorf(hint, "%s must be %s, this is %s", what, kind, n.Kind)
	return false
}

// Hints where a value is of another kind than it must be.
const (
	textHint     = "write one value there, in quotes where it holds : or #"
	durationHint = "write it like 500ms, 5s or 2m"
)

// Str reads text. A number or a yes/no is taken as it was written: people do
// not quote "1" or "true" in a title, and must not have to.
func (n Node) Str(what string) string {
	if n.IsScalar() {
		return strings.TrimSpace(n.Text)
	}
	n.want(String, what, textHint)
	return ""
}

// Bool reads true or false.
func (n Node) Bool(what string) bool {
	return n.want(Bool, what, "write true or false, without quotes") && strings.EqualFold(n.Text, "true")
}

// Count reads a whole number of at least least.
func (n Node) Count(what string, least int) int {
	if !n.want(Int, what, fmt.Sprintf("write digits only, such as %d", max(least, 1))) {
		return 0
	}
	var v int
	if _, err := fmt.Sscanf(n.Text, "%d", &v); err != nil || fmt.Sprint(v) != n.Text || v < least || v > 1_000_000_000 {
		n.Errorf(fmt.Sprintf("write digits only, from %d to 1000000000", least), "%s must be a whole number of at least %d", what, least)
		return 0
	}
	return v
}

// Duration reads a length of time. A bare number is refused: nobody agrees on
// whether 5 means seconds or milliseconds.
func (n Node) Duration(what string) time.Duration {
	if n.Kind == Int || n.Kind == Float {
		n.Errorf(fmt.Sprintf("write %ss or %sms", n.Text, n.Text), "%s needs a unit", what)
		return 0
	}
	if !n.want(String, what, durationHint) {
		return 0
	}
	d, err := time.ParseDuration(n.Text)
	if err != nil || d <= 0 {
		n.Errorf(durationHint, "%s %q is not a length of time", what, n.Text)
		return 0
	}
	return d
}

// OneOf reads one word of a fixed set.
func (n Node) OneOf(what string, words ...string) string {
	if !n.IsScalar() {
		n.want(String, what, "write one of "+strings.Join(words, ", "))
		return ""
	}
	for _, w := range words {
		if n.Text == w {
			return w
		}
	}
	n.Errorf(Suggest(n.Text, words), "unknown %s %q", what, n.Text)
	return ""
}

// mapHint shows how a map is written, by one of its keys.
func mapHint(fields map[string]func(Node)) string {
	known := slices.Sorted(maps.Keys(fields))
	if len(known) == 0 {
		return ""
	}
	return "write keys and values; known keys: " + strings.Join(known, ", ")
}

// Fields reads a map: one function a known key, called in the order of the
// file. Unknown keys are mistakes. It returns false when the node is no map.
func (n Node) Fields(what string, fields map[string]func(Node)) bool {
	if !n.want(Map, what, mapHint(fields)) {
		return false
	}
	known := slices.Sorted(maps.Keys(fields))
	for _, e := range n.Entries {
		read, ok := fields[e.Key.Text]
		if !ok {
			e.Key.Errorf(Suggest(e.Key.Text, known), "%s has no field %q", what, e.Key.Text)
			continue
		}
		read(e.Value)
	}
	return true
}

// Has says whether a map has the key.
func (n Node) Has(key string) bool {
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return true
		}
	}
	return false
}

// At is the node with the place of another one: what was left out is reported
// where it should have stood.
func (n Node) At(place Node) Node {
	n.doc, n.Line, n.Column, n.Width = place.doc, place.Line, place.Column, place.Width
	return n
}
