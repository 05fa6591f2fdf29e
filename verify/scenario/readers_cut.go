package scenario

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"poswarm/internal/strictyaml"
)

// The measures of a fault, by their names in a file.
const (
	optBy        = "by"
	optLatency   = "latency"
	optBandwidth = "bandwidth"
	optRequests  = "requests"
	optFrom      = "from"
	optBytes     = "bytes"
	optCall      = "call"
	optDown      = "down"
	optUp        = "up"
	optEvery     = "every"
)

// measures says which options a fault takes.
var measures = map[Fault][]string{
	DNSDead:  {optLatency},
	Slow:     {optLatency, optBandwidth},
	CutAfter: {optRequests, optFrom, optBytes, optCall, optBy},
	Flapping: {optDown, optUp, optEvery, optBy},
}

// example is what to write where a fault lacks its measures.
var example = map[Fault]string{
	Slow:     "write cut: {fault: slow, latency: 400ms, bandwidth: 50kB/s}",
	CutAfter: "write cut: {fault: cut-after, requests: 3, from: /pos/ui/}, or bytes: 200kB, or call: sync_from_ui",
	Flapping: "write cut: {fault: flapping, down: 2s, up: 1s}, or every: 2",
}

// sudden are the faults that a line can have now and then.
func sudden() []Fault {
	return slices.DeleteFunc(Faults(), func(f Fault) bool {
		return f == CableOut || f == Slow || f == CutAfter || f == Flapping
	})
}

func readCut(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("known: "+strings.Join(words(Faults()), ", "), "cut needs a fault")
		return nil
	}
	c := &Cut{}
	if n.Kind != strictyaml.Map {
		c.Fault = Fault(n.OneOf("fault", words(Faults())...))
		lacking(n, c)
		return c
	}
	given := map[string]strictyaml.Node{}
	keep := func(name string, read func(strictyaml.Node)) func(strictyaml.Node) {
		return func(n strictyaml.Node) { given[name] = n; read(n) }
	}
	n.Fields("cut", map[string]func(strictyaml.Node){
		"fault":      func(n strictyaml.Node) { c.Fault = Fault(n.OneOf("fault", words(Faults())...)) },
		optBy:        keep(optBy, func(n strictyaml.Node) { c.By = Fault(n.OneOf("fault", words(sudden())...)) }),
		optLatency:   keep(optLatency, func(n strictyaml.Node) { c.Latency = n.Duration(optLatency) }),
		optBandwidth: keep(optBandwidth, func(n strictyaml.Node) { c.Bandwidth = readSize(n, optBandwidth, "/s", "50kB/s") }),
		optRequests:  keep(optRequests, func(n strictyaml.Node) { c.Requests = n.Count(optRequests, 1) }),
		optFrom:      keep(optFrom, func(n strictyaml.Node) { c.From = filled(n, optFrom) }),
		optBytes:     keep(optBytes, func(n strictyaml.Node) { c.Bytes = readSize(n, optBytes, "", "200kB") }),
		optCall:      keep(optCall, func(n strictyaml.Node) { c.Call = filled(n, optCall) }),
		optDown:      keep(optDown, func(n strictyaml.Node) { c.Down = n.Duration(optDown) }),
		optUp:        keep(optUp, func(n strictyaml.Node) { c.Up = n.Duration(optUp) }),
		optEvery:     keep(optEvery, func(n strictyaml.Node) { c.Every = n.Count(optEvery, 2) }),
	})
	if !n.Has("fault") {
		n.Errorf("write cut: server-dead", "cut needs a fault")
		return nil
	}
	if c.Fault == "" {
		return c // unknown, and said so
	}
	for _, entry := range n.Entries {
		if at, ok := given[entry.Key.Text]; ok && !slices.Contains(measures[c.Fault], entry.Key.Text) {
			at.Errorf("leave it out", "%s has no %s", c.Fault, entry.Key.Text)
		}
	}
	lacking(n, c)
	counted(c, given)
	return c
}

// lacking refuses a fault without the measures that it cannot be without.
func lacking(n strictyaml.Node, c *Cut) {
	has := n.Has // false for a bare word
	switch {
	case c.Fault == Slow && !has(optLatency) && !has(optBandwidth):
		n.Errorf(example[Slow], "slow needs a latency or a bandwidth")
	case c.Fault == CutAfter && !exactlyOne(has(optRequests), has(optBytes), has(optCall)):
		n.Errorf(example[CutAfter], "cut-after needs one of requests, bytes and call")
	case c.Fault == CutAfter && has(optFrom) && !has(optRequests):
		n.Errorf(example[CutAfter], "from says where requests are counted from, and none are counted")
	case c.Fault == Flapping && has(optEvery) == (has(optDown) || has(optUp)), c.Fault == Flapping && has(optDown) != has(optUp):
		n.Errorf(example[Flapping], "flapping needs how long it is down and up, or every so manieth request")
	}
}

func exactlyOne(given ...bool) bool {
	n := 0
	for _, g := range given {
		if g {
			n++
		}
	}
	return n == 1
}

// counted refuses to count what Chrome itself asks for once more.
func counted(c *Cut, given map[string]strictyaml.Node) {
	answering := []Fault{"", Status502, Status503, Status504, Portal, LoginRedirect}
	if at, ok := given[optBy]; ok && c.Every != 0 && !slices.Contains(answering, c.By) {
		at.Errorf("known: "+strings.Join(words(answering[1:]), ", "), "requests under %s cannot be counted: the browser asks again by itself", c.By)
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
		n.Errorf("write it like "+like, "%s %q is no size that a line or a page has", what, n.Text)
		return 0
	}
	return size
}
