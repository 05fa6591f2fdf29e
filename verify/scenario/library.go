package scenario

import (
	"fmt"

	"poswarm/internal/strictyaml"
	"poswarm/scenarios"
)

// Library returns the built-in scenarios, by name.
func Library() ([]*Scenario, error) {
	var out []*Scenario
	for _, name := range scenarios.Names() {
		s, err := Builtin(name)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// UnknownError is a scenario name that is not in the library.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string { return fmt.Sprintf("unknown scenario %q", e.Name) }

// Hint names the scenario that was probably meant.
func (e *UnknownError) Hint() string {
	return strictyaml.Suggest(e.Name, scenarios.Names()) + "; a file is given by its path, such as ./my-shop.yaml"
}

// Builtin reads one scenario of the library.
func Builtin(name string) (*Scenario, error) {
	text, ok := scenarios.Read(name)
	if !ok {
		return nil, &UnknownError{Name: name}
	}
	return Parse("scenarios/"+name+".yaml", text)
}
