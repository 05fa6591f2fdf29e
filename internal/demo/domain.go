package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// lookup reads a field of the record that a domain is about.
type lookup func(field string) any

func (r record) lookup() lookup { return func(field string) any { return r[field] } }

// matchesDomain says whether a record fits an Odoo search domain: terms
// [field, operator, value], joined by "and" unless "|", "&" or "!" stand
// before them in prefix notation. A malformed domain matches nothing.
func matchesDomain(r lookup, domain any) bool {
	terms, _ := domain.([]any)
	for len(terms) > 0 {
		var ok bool
		if ok, terms = matchTerm(r, terms); !ok {
			return false
		}
	}
	return true
}

func matchTerm(r lookup, terms []any) (bool, []any) {
	if len(terms) == 0 {
		return false, nil
	}
	head, rest := terms[0], terms[1:]
	if op, ok := head.(string); ok {
		first, rest := matchTerm(r, rest)
		if op == "!" {
			return !first, rest
		}
		second, rest := matchTerm(r, rest)
		if op == "|" {
			return first || second, rest
		}
		return first && second, rest
	}
	triple, _ := head.([]any)
	if len(triple) != 3 {
		return false, rest
	}
	return matchTriple(r(fmt.Sprint(triple[0])), fmt.Sprint(triple[1]), triple[2]), rest
}

func matchTriple(have any, operator string, want any) bool {
	list, _ := want.([]any)
	switch operator {
	case "=":
		return equal(have, want)
	case "!=":
		return !equal(have, want)
	case "in":
		return slices.ContainsFunc(list, func(v any) bool { return equal(have, v) })
	case "not in":
		return !slices.ContainsFunc(list, func(v any) bool { return equal(have, v) })
	case "ilike":
		text, _ := have.(string)
		part, _ := want.(string)
		return text != "" && strings.Contains(strings.ToLower(text), strings.ToLower(part))
	case ">":
		return compared(have, want) > 0
	case ">=":
		return compared(have, want) >= 0
	case "<":
		return compared(have, want) < 0
	case "<=":
		return compared(have, want) <= 0
	}
	return false
}

// compared compares numbers, and texts such as dates.
func compared(have, want any) int {
	if text, ok := want.(string); ok {
		value, _ := have.(string)
		return strings.Compare(value, text)
	}
	return cmp.Compare(amount(have), amount(want))
}

// equal compares a value of ours with one of a JSON document, where every
// number is a float64; of a list of ids one must be equal.
func equal(have, want any) bool {
	switch v := have.(type) {
	case int:
		return any(float64(v)) == want
	case []any: // a relation without records is false
		return len(v) == 0 && want == false || slices.ContainsFunc(v, func(one any) bool { return equal(one, want) })
	case []int:
		return slices.ContainsFunc(v, func(id int) bool { return any(float64(id)) == want })
	}
	return have == want
}
