// Package result holds the documents that poswarm's commands produce: what was
// checked, what came out, and how it was proven. Other programs read them as
// JSON, so within a version fields are only added. The documents carry the
// verdict; formats only show it, and the exit code is decided elsewhere.
package result

import "strings"

// Outcome is the verdict of one scenario or one primed POS.
type Outcome string

// The outcomes.
const (
	Passed Outcome = "passed"
	// Degraded passed, with a warning.
	Degraded Outcome = "degraded"
	Failed   Outcome = "failed"
	// Error means that nothing could be told: no browser, no proof, no time.
	Error Outcome = "error"
	// Flaky failed once and passed later; it is not a pass.
	Flaky   Outcome = "flaky"
	Skipped Outcome = "skipped"
)

// Outcomes lists all outcomes, best first.
func Outcomes() []Outcome {
	return []Outcome{Passed, Degraded, Flaky, Failed, Error, Skipped}
}

// Words is an error as a result holds it: on one line. Chrome and joined errors
// have several.
func Words(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(lines, "; ")
}

// Document is what a command hands to the formats.
type Document interface {
	// SchemaName is the "schema" field, such as poswarm.verify/v1.
	SchemaName() string
	// Checks is the document as a list of named checks, for the formats of test
	// and monitoring tools.
	Checks() Checks
}

// Checks is a document as test tools see it: one suite of cases.
type Checks struct {
	// Suite names the run: the command and its target.
	Suite string
	// Host is the target's host name and port, or "".
	Host  string
	Cases []Check
}

// Check is one case.
type Check struct {
	// Class groups cases, Name is the case.
	Class, Name string
	// File and Line point into the scenario; File is "" where there is none.
	File    string
	Line    int
	Outcome Outcome
	// Reason is the stable code, Detail the words.
	Reason     Reason
	Detail     string
	DurationMS int64
	// Lines are the steps with their outcome, for a person.
	Lines []string
	// Evidence is a folder or "".
	Evidence string
	// Warnings are what was noticed beside the verdict; Lines has them too.
	Warnings []string
}

// Count says how many cases had the outcome.
func (c Checks) Count(o Outcome) int {
	n := 0
	for _, one := range c.Cases {
		if one.Outcome == o {
			n++
		}
	}
	return n
}
