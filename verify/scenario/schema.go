package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/fault"
	"poswarm/internal/result"
)

// Schema is a piece of JSON Schema, draft 2020-12.
type Schema map[string]any

const durationForm = `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`

// scalar is what the parser takes as text: a title "1" needs no quotes.
func scalar() []string { return []string{"string", "number", "boolean"} }

// duration is a length of time with its unit; standard is "" for none.
func duration(doc, standard string) Schema {
	s := Schema{"type": "string", "pattern": durationForm, "description": doc}
	if standard != "" {
		s["default"] = standard
	}
	return s
}

func bytesOf(doc, per string) Schema {
	return Schema{"type": "string", "pattern": `^[0-9]+(\.[0-9]+)?(B|kB|MB)` + per + `$`, "description": doc}
}

func count(least int, doc string) Schema {
	s := Schema{"type": "integer", "minimum": least}
	if doc != "" {
		s["description"] = doc
	}
	return s
}

func filledText(doc string) Schema {
	return Schema{"type": scalar(), "minLength": 1, "description": doc}
}

// variableForm is a text whose variables are known.
var variableForm = `^([^{}]|\{(` + strings.Join(variableNames(), "|") + `)\})*$`

func variableNames() []string {
	var out []string
	for _, v := range Variables() {
		out = append(out, strings.Trim(v, "{}"))
	}
	return out
}

// variableText is a text that may hold variables.
func variableText(doc string) Schema {
	return Schema{"type": scalar(), "pattern": variableForm, "description": doc}
}

func oneOf[T ~string](list []T) Schema { return Schema{"enum": words(list)} }

// only is a field that can only be asked for.
func only(value any, doc string) Schema {
	s := Schema{"const": value}
	if doc != "" {
		s["description"] = doc
	}
	return s
}

// fields is a map with these keys and no others.
func fields(properties map[string]Schema, required ...string) Schema {
	s := Schema{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// with adds to a schema.
func (s Schema) with(key string, value any) Schema {
	s[key] = value
	return s
}

// having is a map that has this key, with a value like that.
func having(key string, like Schema) Schema {
	s := Schema{"type": "object", "required": []string{key}}
	if like != nil {
		s["properties"] = Schema{key: like}
	}
	return s
}

// anyHas is a map that has one of the keys.
func anyHas(keys ...string) Schema {
	var some []Schema
	for _, k := range keys {
		some = append(some, Schema{"required": []string{k}})
	}
	return Schema{"type": "object", "anyOf": some}
}

// nothing is a step without options.
func nothing() Schema {
	return Schema{"anyOf": []Schema{{"type": "null"}, {"type": "object", "maxProperties": 0}}}
}

// maybe is a step all of whose options may be left out.
func maybe(s Schema) Schema { return Schema{"anyOf": []Schema{{"type": "null"}, s}} }

// JSONSchema is the schema of a scenario file, for editors. It accepts what the
// parser accepts but for the order of the steps, and refuses the rest.
func JSONSchema() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schemaOfFile()); err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return out.Bytes(), nil
}

func schemaOfFile() Schema {
	return Schema{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "poswarm scenario",
		"description": "What is done to a POS terminal and what must be seen then. `poswarm scenarios lint` checks the same and more, with the place of each mistake.",
		"type":        "object", "additionalProperties": false,
		"required": []string{"name", "title", "story", "steps"},
		"properties": map[string]Schema{
			"name":  {"type": "string", "pattern": nameForm.String(), "description": "what is typed on the command line"},
			"title": filledText("one line for tables"),
			"story": filledText("what happened in which shop, with its source"),
			"safe":  {"type": "boolean", "default": false, "description": "nothing is written to the server"},
			"subject": oneOf([]Subject{Fresh, AsFound, Both}).with("default", Fresh).
				with("description", "fresh: a profile that poswarm primed; as-found: a copy of a terminal's own profile, cut off from the start"),
			"requires": {"type": "array", "uniqueItems": true, "items": oneOf(Requirements())},
			"stock":    schemaOfStock(),
			"steps": {"type": "array", "minItems": 1, "items": Schema{"$ref": "#/$defs/step"},
				"contains": Schema{"type": "object", "required": []Kind{KindExpect}}},
		},
		"allOf": schemaOfNeeds(),
		"$defs": map[string]Schema{"step": schemaOfStep()},
	}
}

func schemaOfStock() Schema {
	return fields(map[string]Schema{
		"result": oneOf([]result.Outcome{result.Passed, result.Degraded, result.Failed}),
		"reason": oneOf(result.Reasons()),
	}, "result").
		with("description", "what the POS's own worker must show").
		with("if", Schema{"properties": Schema{"result": oneOf([]result.Outcome{result.Degraded, result.Failed})}}).
		with("then", Schema{"required": []string{"reason"}}).
		with("else", Schema{"not": Schema{"required": []string{"reason"}}})
}

// schemaOfStep is a bare word, or a map with one key.
func schemaOfStep() Schema {
	var bare []Kind
	properties := map[Kind]Schema{}
	for _, d := range Definitions() {
		if d.Bare {
			bare = append(bare, d.Kind)
		}
		properties[d.Kind] = d.Schema
	}
	return Schema{"anyOf": []Schema{oneOf(bare), {
		"type": "object", "additionalProperties": false, "properties": properties, "minProperties": 1, "maxProperties": 1,
	}}}
}

// schemaOfNeeds says of each need which steps have it, and what the file declares then.
func schemaOfNeeds() []Schema {
	var rules []Schema
	rule := func(has func(Need) bool, then Schema) {
		var like []Schema
		for _, d := range Definitions() {
			for _, n := range d.Needs {
				if has(n) {
					like = append(like, d.like(n)...)
				}
			}
		}
		steps := Schema{"properties": Schema{"steps": Schema{"contains": Schema{"anyOf": like}}}, "required": []string{"steps"}}
		rules = append(rules, Schema{"if": steps, "then": then})
	}
	for _, r := range Requirements() {
		rule(func(n Need) bool { return slices.Contains(n.Requires, r) },
			Schema{"properties": Schema{"requires": Schema{"contains": Schema{"const": r}}}, "required": []string{"requires"}})
	}
	rule(func(n Need) bool { return n.Writes }, Schema{"not": Schema{"properties": Schema{"safe": Schema{"const": true}}, "required": []string{"safe"}}})
	rule(func(n Need) bool { return n.Online }, Schema{"properties": Schema{"subject": Schema{"const": Fresh}}})
	return rules
}

// like is what steps look like that have a need.
func (d Definition) like(n Need) []Schema {
	var out []Schema
	if d.Bare && (n.like == nil || n.bare) {
		out = append(out, Schema{"const": d.Kind})
	}
	return append(out, having(string(d.Kind), n.like))
}

// schemaOfCut has a form of its own for each way in which a fault takes measures.
func schemaOfCut() Schema {
	bare := fault.Where(func(r fault.Row) bool { return len(r.Forms) == 0 || len(r.Forms[0].Needs) == 0 })
	forms := []Schema{faultOf(bare)}
	forms = append(forms, fields(map[string]Schema{"fault": faultOf(bare)}, "fault"))
	for _, row := range fault.Rows() {
		for _, form := range row.Forms {
			forms = append(forms, schemaOfForm(row, form))
		}
	}
	return Schema{"description": "take the server away, or make the way to it bad", "anyOf": forms}
}

func schemaOfForm(row fault.Row, form fault.Form) Schema {
	properties := map[string]Schema{"fault": {"const": row.Name}}
	required := []string{"fault"}
	for _, m := range form.Needs {
		properties[m.Name] = measureSchema(m)
		required = append(required, m.Name)
	}
	for _, m := range form.Takes {
		properties[m.Name] = measureSchema(m)
	}
	if form.By != fault.ByNone {
		properties["by"] = faultOf(fault.Where(form.By.Allows)).with("default", form.By.Default())
	}
	return fields(properties, required...)
}

// faultOf is the name of one of the faults; the statuses are one row of many names.
func faultOf(rows []fault.Row) Schema {
	var names, patterns []string
	for _, r := range rows {
		if r.Pattern == "" {
			names = append(names, string(r.Name))
		} else {
			patterns = append(patterns, r.Pattern)
		}
	}
	if len(patterns) == 0 {
		return Schema{"enum": names}
	}
	return Schema{"anyOf": []Schema{{"enum": names}, {"type": "string", "pattern": strings.Join(patterns, "|")}}}
}

func measureSchema(m fault.Measure) Schema {
	switch m.Kind {
	case fault.Duration:
		return duration(m.Doc, "")
	case fault.Rate:
		return bytesOf(m.Doc, "/s")
	case fault.Size:
		return bytesOf(m.Doc, "")
	case fault.Count:
		return count(m.Least, m.Doc)
	}
	return filledText(m.Doc)
}
