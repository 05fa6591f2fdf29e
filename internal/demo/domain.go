package demo

import (
	"fmt"
	"slices"
)

// matchesDomain says whether a record fits an Odoo search domain: terms
// [field, operator, value], joined by "and" unless "|", "&" or "!" stand
// before them in prefix notation. A malformed domain matches nothing.
func matchesDomain(r record, domain any) bool {
	terms, _ := domain.([]any)
	for len(terms) > 0 {
		var ok bool
		if ok, terms = matchTerm(r, terms); !ok {
			return false
		}
	}
	return true
}

func matchTerm(r record, terms []any) (bool, []any) {
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
	return matchTriple(r[fmt.Sprint(triple[0])], fmt.Sprint(triple[1]), triple[2]), rest
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
	case ">":
		return amount(have) > amount(want)
	case "<":
		return amount(have) < amount(want)
	}
	return false
}

// equal compares a value of ours with one of a JSON document, where every
// number is a float64.
func equal(have, want any) bool {
	if n, ok := have.(int); ok {
		f, isNumber := want.(float64)
		return isNumber && float64(n) == f
	}
	return have == want
}
