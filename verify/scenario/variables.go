package scenario

import (
	"regexp"
	"slices"
	"strings"

	"poswarm/internal/strictyaml"
)

// The variables that a path, a name or a note may hold.
const (
	VarConfig  = "{config}"  // the number of the POS
	VarUser    = "{user}"    // the log-in name of the user that the run began with
	VarProduct = "{product}" // the name of the product that sell takes by itself
)

// Variables lists them.
func Variables() []string { return []string{VarConfig, VarUser, VarProduct} }

// variable finds {…} in a text.
var variable = regexp.MustCompile(`\{[^}]*\}?`)

// variables refuses unknown variables in a text and returns it.
func variables(n strictyaml.Node, text, what string) string {
	for _, v := range variable.FindAllString(text, -1) {
		if !slices.Contains(Variables(), v) {
			n.Errorf("known: "+strings.Join(Variables(), ", "), "unknown variable %s in the %s", v, what)
		}
	}
	return text
}

// Fill puts values in the place of variables. It asks only for those that the
// text holds.
func Fill(text string, value func(name string) (string, error)) (string, error) {
	var failed error
	filled := variable.ReplaceAllStringFunc(text, func(name string) string {
		v, err := value(name)
		if failed == nil {
			failed = err
		}
		return v
	})
	return filled, failed
}
