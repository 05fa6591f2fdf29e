package scenario

import (
	"strings"
	"time"

	"poswarm/internal/strictyaml"
)

// Kind is the name of a step as it is written in a file.
type Kind string

// Step is one line of a scenario.
type Step struct {
	// File, Line and Column are the place to show when the step fails.
	File         string
	Line, Column int
	Kind         Kind
	// Text is the step in one line, with its defaults filled in.
	Text string
	// Do is a pointer to the type of the step's kind, such as *Open.
	Do Action
}

// Action is what a step does.
type Action interface {
	// text is the step in one line, without its kind.
	text() string
}

// Config is which POS of the run is meant.
type Config string

// The configs of a run.
const (
	// This is the POS the run is about.
	This Config = "this"
	// Other is the second one; it needs two-configs.
	Other Config = "other"
)

func configs() []Config { return []Config{This, Other} }

func readConfig(n strictyaml.Node) Config {
	return Config(n.OneOf("config", string(This), string(Other)))
}

// yes reads a field that can only be asked for: "up: false" would mean any of
// a hundred ways of being broken, which is no expectation.
func yes(n strictyaml.Node, what string) bool {
	v := n.Bool(what)
	if n.Kind == strictyaml.Bool && !v {
		n.Errorf("leave it out; to expect something else, name it", "%s can only be true", what)
	}
	return v
}

// line joins a kind and its text.
func line(kind Kind, do Action) string {
	return strings.TrimSpace(string(kind) + " " + do.text())
}

// short prints a duration without trailing zero parts.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
