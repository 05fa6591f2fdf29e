package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// modelsText lists every model that the POS loads with its fields, as seen on
// the wire: "model" (or "model *" when the server names no fields and the
// client therefore reads all), then one indented line a field:
// name type [relation=…] [inverse=…] [table=…] [ondelete=…] [compute] [related].
// "restaurant" behind a model or a field means that only a restaurant has it,
// "build=…" that only that build of Odoo has it.
//
//go:embed data/models.txt
var modelsText string

// recordsText holds the records that are the same in every demo shop.
//
//go:embed data/records.json
var recordsText []byte

type record map[string]any

type field struct {
	name, kind                         string
	relation, inverse, table, ondelete string
	hasTable, compute, related         bool
	restaurant                         bool // as a model's
}

type model struct {
	name      string
	allFields bool // load_data_params names no fields: everything is read
	fields    []field
	// restaurant means that a shop's POS does not know the model: it comes with
	// pos_restaurant.
	restaurant bool
}

// schema is the parsed modelsText plus the fixed records.
type schema struct {
	models  []*model
	byName  map[string]*model
	records map[string][]record
}

// loadSchema parses the models as a build of Odoo has them.
func loadSchema(odoo string) (*schema, error) {
	s := &schema{byName: map[string]*model{}}
	for i, line := range strings.Split(modelsText, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || !inBuild(words, odoo):
		case !strings.HasPrefix(line, " "):
			m := &model{name: words[0], allFields: slices.Contains(words, "*"), restaurant: slices.Contains(words, "restaurant")}
			s.models = append(s.models, m)
			s.byName[m.name] = m
		case len(words) < 2 || len(s.models) == 0:
			return nil, fmt.Errorf("data/models.txt:%d: want a field name and a type", i+1)
		default:
			m := s.models[len(s.models)-1]
			m.fields = append(m.fields, parseField(words))
		}
	}
	if err := json.Unmarshal(recordsText, &s.records); err != nil {
		return nil, fmt.Errorf("data/records.json: %w", err)
	}
	return s, nil
}

// inBuild says whether a line of modelsText is about a build of Odoo.
func inBuild(words []string, odoo string) bool {
	named := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "build=") })
	return named < 0 || words[named] == "build="+odoo
}

func parseField(words []string) field {
	f := field{name: words[0], kind: words[1]}
	for _, w := range words[2:] {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "relation":
			f.relation = value
		case "inverse":
			f.inverse = value
		case "table":
			f.hasTable = true
			f.table = strings.TrimPrefix(value, "-")
		case "ondelete":
			f.ondelete = value
		case "compute":
			f.compute = true
		case "related":
			f.related = true
		case "restaurant":
			f.restaurant = true
		}
	}
	return f
}

// modelsOf are the models that a POS loads.
func (s *schema) modelsOf(config *posConfig) []*model {
	if config.restaurant {
		return s.models
	}
	return slices.DeleteFunc(slices.Clone(s.models), func(m *model) bool { return m.restaurant })
}

// params is the answer of pos.session.load_data_params.
func (s *schema) params(config *posConfig) record {
	out := record{}
	for _, m := range s.modelsOf(config) {
		names := []string{}
		relations := record{}
		for _, f := range m.fields {
			if f.restaurant && !config.restaurant {
				continue
			}
			if !m.allFields {
				names = append(names, f.name)
			}
			relations[f.name] = f.wire(m.name)
		}
		out[m.name] = record{"fields": names, "relations": relations}
	}
	return out
}

func (f field) wire(modelName string) record {
	r := record{"name": f.name, "type": f.kind, "compute": f.compute, "related": f.related}
	if f.relation == "" {
		return r
	}
	r["model"] = modelName
	r["relation"] = f.relation
	if f.inverse != "" {
		r["inverse_name"] = f.inverse
	}
	if f.ondelete != "" {
		r["ondelete"] = f.ondelete
	}
	if f.hasTable {
		r["relation_table"] = nil
		if f.table != "" {
			r["relation_table"] = f.table
		}
	}
	return r
}

// fill completes a record: fields that it does not set get what Odoo sends for
// an empty field of that type.
func (s *schema) fill(modelName string, values record) record {
	out := record{}
	for _, f := range s.byName[modelName].fields {
		if f.restaurant {
			continue // a till that has the field sends it
		}
		out[f.name] = emptyValue(f.kind)
	}
	for k, v := range values {
		out[k] = v
	}
	return out
}

func emptyValue(kind string) any {
	switch kind {
	case "integer":
		return 0
	case "float", "monetary":
		return 0.0
	case "one2many", "many2many":
		return []any{}
	}
	return false
}

// read picks the named fields of records, as a read or search_read does; the
// id always comes along.
func read(records []record, fields []string) []record {
	out := make([]record, 0, len(records))
	for _, r := range records {
		picked := record{"id": r["id"]}
		for _, f := range fields {
			if v, ok := r[f]; ok {
				picked[f] = v
			}
		}
		if len(fields) == 0 {
			picked = r
		}
		out = append(out, picked)
	}
	return out
}
