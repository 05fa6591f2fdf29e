package scenario

import (
	"fmt"
	"time"

	"poswarm/internal/strictyaml"
)

// KindSample measures the same several times.
var KindSample = define(Definition{
	Kind: "sample",
	Form: "`sample: {what: up_ms, times: N, by: open|reload|restart-browser, within: 30s}`",
	Does: "brings the POS up N times and reports how long each took, in `observed.samples` of the JSON document; a time that is not up within the limit ends the scenario",
	Schema: fields(map[string]Schema{
		"what":   oneOf([]Measure{UpMS}),
		"times":  count(2, ""),
		"by":     oneOf(navigating()).with("default", KindOpen),
		"within": duration("of each time", short(DefaultUpWithin)),
	}, "what", "times").with("description", "measure the same several times, for the report"),
	Page:    true,
	read:    readSample,
	follows: checks(func(_ *parser, _ strictyaml.Node, _ *Sample, so *progress) { so.up = true }),
	shows:   always,
})

// Sample measures the same thing several times, for the report.
type Sample struct {
	What   Measure
	Times  int
	By     Kind          // KindOpen, KindReload or KindRestartBrowser
	Within time.Duration // of each time
}

// Measure is what can be measured.
type Measure string

// UpMS is how many milliseconds the POS takes to be up.
const UpMS Measure = "up_ms"

// navigating are the steps after which the POS comes up anew.
func navigating() []Kind { return []Kind{KindOpen, KindReload, KindRestartBrowser} }

func readSample(n strictyaml.Node) Action {
	s := &Sample{What: UpMS, By: KindOpen, Within: DefaultUpWithin}
	if n.Kind == strictyaml.Null {
		n.Errorf("write sample: {what: up_ms, times: 5}", "sample needs what is measured and how often")
		return nil
	}
	ok := n.Fields("sample", map[string]func(strictyaml.Node){
		"what":   func(n strictyaml.Node) { s.What = Measure(n.OneOf("measure", string(UpMS))) },
		"times":  func(n strictyaml.Node) { s.Times = n.Count("times", 2) },
		"by":     func(n strictyaml.Node) { s.By = Kind(n.OneOf("step", words(navigating())...)) },
		"within": func(n strictyaml.Node) { s.Within = n.Duration("within") },
	})
	if ok && (!n.Has("what") || !n.Has("times")) {
		n.Errorf("write sample: {what: up_ms, times: 5}", "sample needs what is measured and how often")
	}
	return s
}

func (s *Sample) text() string {
	return fmt.Sprintf("%s by %s, %d times, each within %s", s.What, s.By, s.Times, short(s.Within))
}
