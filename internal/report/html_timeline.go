package report

import (
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// The timeline is drawn in these units; the picture grows with the page.
const (
	timelineWidth = 1100
	laneLabels    = 150 // width of the names at the left
	laneHeight    = 22
	laneTop       = 24 // room for the names of the cuts
	leastMark     = 2.5
	letter        = 7 // width of one in the name of a cut, about
	timelineRight = timelineWidth - 12
)

// timeline is the picture of one scenario.
type timeline struct {
	Width, Height      int
	Top, Bottom, TickY float64
	Bands              []htmlBand
	Lanes              []htmlLane
	Ticks              []htmlTick
	Sums               []htmlSum
}

type htmlBand struct {
	X, Width, TextX float64
	Fault           string
	Title           string
}

type htmlLane struct {
	Y, TextY float64
	Name     string
	Marks    []htmlMark
}

type htmlMark struct {
	X, Y, Width, Height float64
	Class               string
	Label               string
	TextX, TextY        float64
	Title               string
}

type htmlTick struct {
	X    float64
	Text string
}

// scale turns milliseconds into a place.
type scale struct{ from, to int64 }

func (s scale) x(ms int64) float64 {
	share := float64(min(max(ms, s.from), s.to)-s.from) / float64(max(1, s.to-s.from))
	return round(laneLabels + share*(timelineRight-laneLabels))
}

func round(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// timelineOf draws what was cut when and what came from where, nil when
// nothing ran.
func timelineOf(s result.Scenario) *timeline {
	sc, ran := extent(s)
	if !ran {
		return nil
	}
	t := &timeline{Width: timelineWidth, Top: laneTop}
	t.steps(s, sc)
	if e := s.Recording; e != nil {
		for _, source := range []result.MarkSource{result.FromWorker, result.FromNetwork, result.FromGate, result.FromBrowserCache, result.FromNowhere} {
			t.lane("page: "+laneWords[source], of(e.Page, source), sc)
		}
		t.lane("gate: let through", of(e.Gate, result.FromNetwork), sc)
		t.lane("gate: stopped", append(of(e.Gate, result.FromNowhere), of(e.Gate, result.FromGate)...), sc)
		t.Sums = sums(s)
	}
	t.Bottom = laneTop + float64(len(t.Lanes))*laneHeight
	t.TickY = t.Bottom + 15
	t.Height = int(t.Bottom) + 22
	t.bands(s.Cuts, sc)
	t.ticks(sc)
	return t
}

// laneWords name where the page's answers came from.
var laneWords = map[result.MarkSource]string{
	result.FromWorker: "from the worker", result.FromNetwork: "from the network", result.FromGate: "from the outage",
	result.FromBrowserCache: "browser's cache", result.FromNowhere: "no answer",
}

// extent is the time from the first step to the last thing that happened.
func extent(s result.Scenario) (scale, bool) {
	sc := scale{from: -1}
	cover := func(from, to int64) {
		if sc.from < 0 || from < sc.from {
			sc.from = max(0, from)
		}
		sc.to = max(sc.to, to)
	}
	for _, step := range s.Steps {
		if step.StartedMS > 0 {
			cover(step.StartedMS, step.StartedMS+step.DurationMS)
		}
	}
	if s.Recording != nil {
		for _, mark := range s.Recording.Page {
			cover(mark.AtMS, mark.AtMS+mark.TookMS)
		}
	}
	if sc.from < 0 {
		return sc, false
	}
	for _, cut := range s.Cuts {
		sc.to = max(sc.to, min(cut.ToMS, s.DurationMS))
	}
	return sc, true
}

// steps is the first lane: what poswarm did.
func (t *timeline) steps(s result.Scenario, sc scale) {
	lane := t.newLane("steps")
	for i, step := range s.Steps {
		if step.StartedMS == 0 {
			continue // not reached
		}
		x := sc.x(step.StartedMS)
		m := htmlMark{X: x, Width: max(leastMark, round(sc.x(step.StartedMS+step.DurationMS)-x-1)), Y: lane.Y + 2, Height: laneHeight - 4,
			Class: "step " + classOf(step.Result), Title: fmt.Sprintf("%d. %s: %s, %s", i+1, clean.Line(step.Step), step.Result, span(step.DurationMS))}
		if m.Width > 14 {
			m.Label, m.TextX, m.TextY = fmt.Sprint(i+1), round(x+m.Width/2), lane.TextY
		}
		lane.Marks = append(lane.Marks, m)
	}
	t.Lanes = append(t.Lanes, lane)
}

func (t *timeline) newLane(name string) htmlLane {
	y := laneTop + float64(len(t.Lanes))*laneHeight
	return htmlLane{Y: y, TextY: y + laneHeight - 7, Name: name}
}

// lane draws requests. Those that would lie on one spot are one mark that says
// how many it stands for.
func (t *timeline) lane(name string, all []result.Mark, sc scale) {
	lane := t.newLane(name)
	count := 0
	for _, mark := range all {
		x := sc.x(mark.AtMS)
		width := max(leastMark, round(sc.x(mark.AtMS+mark.TookMS)-x))
		title := fmt.Sprintf("%s: %s, at %s s, %s", clean.Line(mark.What), clean.Line(mark.Outcome), seconds(mark.AtMS), span(mark.TookMS))
		if n := len(lane.Marks); n > 0 && x-lane.Marks[n-1].X < leastMark && lane.Marks[n-1].Class == sourceClass[mark.Source] {
			last := &lane.Marks[n-1]
			last.Width = max(last.Width, round(x+width-last.X))
			count++
			if count <= maxTitles {
				last.Title += "\n" + title
			} else {
				last.Title = strings.SplitN(last.Title, "\n… ", 2)[0] + fmt.Sprintf("\n… %d more", count-maxTitles)
			}
			continue
		}
		count = 1
		lane.Marks = append(lane.Marks, htmlMark{X: x, Width: width, Y: lane.Y + 5, Height: laneHeight - 10, Class: sourceClass[mark.Source], Title: title})
	}
	t.Lanes = append(t.Lanes, lane)
}

// maxTitles is how many requests a mark names.
const maxTitles = 12

var sourceClass = map[result.MarkSource]string{
	result.FromWorker: "worker", result.FromNetwork: "network", result.FromGate: "gate",
	result.FromBrowserCache: "browser", result.FromNowhere: "nowhere",
}

// classOf is a word of ours for the style sheet, whatever the document says.
func classOf(o result.Outcome) string {
	if slices.Contains(result.Outcomes(), o) {
		return string(o)
	}
	return "unknown"
}

func of(all []result.Mark, source result.MarkSource) []result.Mark {
	var out []result.Mark
	for _, mark := range all {
		if mark.Source == source {
			out = append(out, mark)
		}
	}
	return out
}

// bands are the cuts. One that is too close to the one before has its name in
// its title only.
func (t *timeline) bands(cuts []result.Cut, sc scale) {
	named := 0.0 // end of the last name
	for _, cut := range cuts {
		if cut.ToMS <= sc.from || cut.FromMS >= sc.to {
			continue
		}
		x, name := sc.x(cut.FromMS), clean.Line(cut.Fault)
		band := htmlBand{X: x, Width: round(sc.x(cut.ToMS) - x), TextX: x + 4,
			Title: fmt.Sprintf("%s from %s s to %s s", name, seconds(cut.FromMS), seconds(cut.ToMS))}
		if band.TextX >= named {
			band.Fault, named = name, band.TextX+letter*float64(len([]rune(name)))
		}
		t.Bands = append(t.Bands, band)
	}
}

// ticks are at most a dozen, at round seconds.
func (t *timeline) ticks(sc scale) {
	every := int64(100)
	for _, step := range []int64{200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000} {
		if (sc.to-sc.from)/every <= 12 {
			break
		}
		every = step
	}
	for at := (sc.from + every - 1) / every * every; at <= sc.to; at += every {
		if x := sc.x(at); x < timelineRight-10 { // the number needs room
			t.Ticks = append(t.Ticks, htmlTick{X: x, Text: fmt.Sprintf("%g s", float64(at)/1000)})
		}
	}
}

// htmlSum says in numbers what the picture shows of one cut.
type htmlSum struct {
	Fault, From, To                                 string
	Worker, Network, Gate, Browser, Nowhere, Server int
}

func sums(s result.Scenario) []htmlSum {
	var out []htmlSum
	for _, cut := range s.Cuts {
		during := func(all []result.Mark, source result.MarkSource) int {
			n := 0
			for _, mark := range of(all, source) {
				if mark.AtMS >= cut.FromMS && mark.AtMS < cut.ToMS {
					n++
				}
			}
			return n
		}
		page := s.Recording.Page
		out = append(out, htmlSum{Fault: clean.Line(cut.Fault), From: seconds(cut.FromMS), To: seconds(cut.ToMS),
			Worker: during(page, result.FromWorker), Network: during(page, result.FromNetwork), Gate: during(page, result.FromGate),
			Browser: during(page, result.FromBrowserCache), Nowhere: during(page, result.FromNowhere),
			Server: during(s.Recording.Gate, result.FromNetwork)})
	}
	return out
}
