package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/fault"
	"poswarm/internal/hint"
	"poswarm/internal/strictyaml"
)

// KindCut takes the server away.
var KindCut = define(Definition{
	Kind:   "cut",
	Form:   "`cut: FAULT` or `cut: {fault: FAULT, …}`",
	Does:   "takes the server away, or makes the way to it bad: see [Faults](#faults)",
	Schema: schemaOfCut(),
	Needs: []Need{{Online: true, when: is(func(c *Cut) bool { return !c.Isolates() }),
		like: having("fault", faultOf(fault.Where(func(r fault.Row) bool { return r.Effect == fault.LetsThrough })))}},
	read:    readCut,
	follows: checks(func(_ *parser, _ strictyaml.Node, do *Cut, so *progress) { so.cut = do }),
})

// Cut takes the server away. It stays away until restore, or until another cut
// changes the fault.
type Cut struct{ fault.Plan }

func (c *Cut) text() string {
	text := string(c.Fault)
	add := func(set bool, format string, args ...any) {
		if set {
			text += fmt.Sprintf(format, args...)
		}
	}
	add(c.Latency != 0, ", latency %s", short(c.Latency))
	add(c.Bandwidth != 0, ", bandwidth %s/s", size(c.Bandwidth))
	add(c.Requests != 0, " %d requests", c.Requests)
	add(c.From != "", " from %s on", c.From)
	add(c.Bytes != 0, " %s", size(c.Bytes))
	add(c.Call != "", " the server did %s", c.Call)
	add(c.Down != 0, ", down %s, up %s", short(c.Down), short(c.Up))
	add(c.Every != 0, ", request %d of %d", c.Every, c.Every)
	add(c.By != "", ", by %s", c.By)
	return text
}

func readCut(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("known: "+strings.Join(fault.Words(fault.Rows()), ", "), "cut needs a fault")
		return nil
	}
	c := &Cut{}
	given := map[string]strictyaml.Node{}
	if n.Kind != strictyaml.Map {
		c.Fault = readFault(n)
	} else {
		read := map[string]func(strictyaml.Node){
			"fault": func(n strictyaml.Node) { c.Fault = readFault(n) },
			"by":    func(n strictyaml.Node) { given["by"] = n; c.By = readFault(n) },
		}
		for name, m := range fault.Measures() {
			read[name] = func(n strictyaml.Node) { given[name] = n; readMeasure(n, m, c.Field(name)) }
		}
		n.Fields("cut", read)
		if !n.Has("fault") {
			n.Errorf("write cut: server-dead", "cut needs a fault")
			return nil
		}
	}
	c.judge(n, given)
	return c
}

// judge refuses measures that do not go together, at the place of the one that is
// in the way.
func (c *Cut) judge(n strictyaml.Node, given map[string]strictyaml.Node) {
	row, known := fault.Lookup(c.Fault)
	if !known {
		return // and said so
	}
	for _, entry := range n.Entries {
		at, is := given[entry.Key.Text]
		if is && !row.Takes(entry.Key.Text) {
			at.Errorf("leave it out", "%s has no %s", c.Fault, entry.Key.Text)
			return
		}
		if is && !c.Has(entry.Key.Text) {
			return // it could not be read, and said so
		}
	}
	err := c.Check()
	if err == nil {
		return
	}
	if at, is := given["by"]; is && c.offIsWrong() {
		n = at
	}
	n.Errorf(hint.Of(err), "%v", err)
}

// offIsWrong reports whether the plan is well but for what a line has now and then.
func (c *Cut) offIsWrong() bool {
	plan := c.Plan
	plan.By = ""
	return plan.Check() == nil
}

func readFault(n strictyaml.Node) fault.Name {
	if n.IsScalar() {
		if _, known := fault.Lookup(fault.Name(n.Text)); known {
			return fault.Name(n.Text)
		}
	}
	return fault.Name(n.OneOf("fault", fault.Words(fault.Rows())...))
}

// readMeasure reads a value into the field of a plan.
func readMeasure(n strictyaml.Node, m fault.Measure, field any) {
	switch m.Kind {
	case fault.Duration:
		*field.(*time.Duration) = n.Duration(m.Name)
	case fault.Rate:
		*field.(*int64) = readSize(n, m.Name, "/s", "50kB/s")
	case fault.Size:
		*field.(*int64) = readSize(n, m.Name, "", "200kB")
	case fault.Count:
		*field.(*int) = n.Count(m.Name, m.Least)
	case fault.Text:
		*field.(*string) = filled(n, m.Name)
	}
}

// sizeForm is a number of bytes with its unit.
var sizeForm = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(B|kB|MB)$`)

// readSize reads a number of bytes; a bare number is refused, as for a length of
// time.
func readSize(n strictyaml.Node, what, per, like string) int64 {
	if !n.IsScalar() {
		n.Str(what) // says what it is
		return 0
	}
	text, ok := strings.CutSuffix(n.Text, per)
	m := sizeForm.FindStringSubmatch(text)
	if !ok || m == nil {
		n.Errorf("write it like "+like, "%s %q is not a number of bytes with its unit", what, n.Text)
		return 0
	}
	number, err := strconv.ParseFloat(m[1], 64)
	size := int64(number * map[string]float64{"B": 1, "kB": 1e3, "MB": 1e6}[m[2]])
	if err != nil || size < 1 || size > 1e12 {
		n.Errorf("write it like "+like, "%s %q is not a possible size", what, n.Text)
		return 0
	}
	return size
}

// size prints a number of bytes as a file writes it.
func size(n int64) string {
	switch {
	case n%1_000_000 == 0:
		return fmt.Sprintf("%dMB", n/1_000_000)
	case n%1000 == 0:
		return fmt.Sprintf("%dkB", n/1000)
	}
	return fmt.Sprintf("%dB", n)
}
