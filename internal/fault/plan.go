package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"poswarm/internal/hint"
)

// Plan is a fault with its measures.
type Plan struct {
	Fault Name
	// By is what a line that flaps or is cut off has then, see [Plan.Off].
	By Name
	// Latency is how long a request is on its way over a [Slow] line, and how long
	// a name takes to be not found under [DNSDead].
	Latency time.Duration
	// Bandwidth is that of a Slow line, in bytes a second each way, 0 for no
	// limit.
	Bandwidth int64
	// [CutAfter] comes after so many responses, numbered from the first one with
	// From in the path of its request, or so many bytes of bodies, or
	// with the response to a request in whose path Call is: the server has done
	// what was asked, and its answer is lost.
	Requests int
	From     string
	Bytes    int64
	Call     string
	// A [Flapping] line is Down and then Up for so long, over and over. Or every
	// Nth request meets By, a fault that answers: a browser that lost a connection
	// it has used before asks once more by itself, and would spoil the count.
	Down, Up time.Duration
	Every    int
}

// byName is the key of [Plan.By] in a file.
const byName = "by"

// Field points to the measure of that name: a *time.Duration, *int64, *int,
// *string or *Name. It is nil for an unknown one.
func (p *Plan) Field(name string) any {
	switch name {
	case byName:
		return &p.By
	case latency.Name:
		return &p.Latency
	case bandwidth.Name:
		return &p.Bandwidth
	case requests.Name:
		return &p.Requests
	case from.Name:
		return &p.From
	case bytes.Name:
		return &p.Bytes
	case call.Name:
		return &p.Call
	case down.Name:
		return &p.Down
	case up.Name:
		return &p.Up
	case every.Name:
		return &p.Every
	}
	return nil
}

// given lists the measures that are set, in the order of their names.
func (p *Plan) given() []string {
	var out []string
	for name := range Measures() {
		if p.Has(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Has reports whether the measure of that name is set.
func (p *Plan) Has(name string) bool {
	switch v := p.Field(name).(type) {
	case *time.Duration:
		return *v > 0
	case *int64:
		return *v > 0
	case *int:
		return *v > 0
	case *string:
		return *v != ""
	case *Name:
		return *v != ""
	}
	return false
}

// Off is what a line that flaps or is cut off has then.
func (p *Plan) Off() Name {
	by := ByAny
	if row, ok := Lookup(p.Fault); ok {
		if form, err := p.form(row); err == nil {
			by = form.By
		}
	}
	return cmp.Or(p.By, by.Default())
}

// form is the set of measures that was given.
func (p *Plan) form(row Row) (Form, error) {
	if len(row.Forms) == 0 {
		return Form{}, nil
	}
	given := p.given()
	for _, f := range row.Forms {
		if f.lacks(given) == "" && f.beside(row, given) == "" {
			return f, nil
		}
	}
	return Form{}, hint.Add(fmt.Errorf("%s %s", row.Name, row.complaint(given)), "write "+row.Example)
}

// complaint says what is wrong with measures that are no form of the fault.
func (r Row) complaint(given []string) string {
	var choices []string
	for _, f := range r.Forms {
		needs := strings.Join(f.needs(), " and ")
		choices = append(choices, needs)
		if name := f.beside(r, given); name != "" && f.lacks(given) == "" {
			return fmt.Sprintf("takes no %s with %s", name, needs)
		}
	}
	return "needs " + strings.Join(choices, ", or ")
}

// Check refuses a plan that could not be followed.
func (p *Plan) Check() error {
	row, err := Parse(string(p.Fault))
	if err != nil {
		return err
	}
	form, err := p.form(row)
	if err != nil {
		return err
	}
	if err := p.counts(); err != nil || p.By == "" {
		return err
	}
	by, err := Parse(string(p.By))
	switch {
	case err != nil:
		return err
	case form.By == ByNone:
		return fmt.Errorf("%s has no %s", row.Name, byName)
	case !ByAny.Allows(by):
		return hint.Add(fmt.Errorf("%s: %s is not possible here", byName, by.Name), known(form.By))
	case !form.By.Allows(by):
		return hint.Add(fmt.Errorf("requests under %s cannot be counted: the browser asks again by itself", by.Name),
			known(form.By))
	}
	return nil
}

func known(by By) string { return "known: " + strings.Join(Words(Where(by.Allows)), ", ") }

// counts refuses a number that is too small.
func (p *Plan) counts() error {
	for _, name := range p.given() {
		if n, is := p.Field(name).(*int); is && *n < Measures()[name].Least {
			return fmt.Errorf("%s must be at least %d", name, Measures()[name].Least)
		}
	}
	return nil
}

// Isolates says whether nothing at all reaches the server under the plan.
func (p *Plan) Isolates() bool { return !p.Fault.LetsThrough() }
