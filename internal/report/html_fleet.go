package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

//go:embed fleet.html
var fleetText string

var fleetTemplate = template.Must(template.New("fleet").Parse(fleetText))

// fleetPage is what a manager sees: how many are ready, then what needs
// somebody, then all of them.
type fleetPage struct {
	Ready, Total int
	Class, When  string
	Tiles        []fleetTile
	Warnings     []string
	Tolerated    string
	Cards        []fleetCard
	Groups       []fleetGroup
}

type fleetTile struct {
	State, Words string
	Count        int
}

type fleetCard struct {
	Name, State, Reason, Facts, Detail, Owner, Changed, Hint string
	New                                                      bool
}

type fleetGroup struct {
	Name      string
	Terminals []fleetCard
}

// stateWords say what a state means for the day.
var stateWords = map[result.State]string{
	result.StateOK:          "ready",
	result.StateDegraded:    "ready, with a warning",
	result.StateFailed:      "will not come up",
	result.StateFlaky:       "not reliable",
	result.StateUnknown:     "could not be judged",
	result.StateUnreachable: "not reached",
	result.StateSilent:      "said nothing",
	result.StateQuarantined: "known, in hand",
}

func writeFleetHTML(w io.Writer, doc *result.Fleet, o Options) error {
	return fleetTemplate.Execute(w, fleetPageOf(doc, o))
}

func fleetPageOf(doc *result.Fleet, o Options) fleetPage {
	p := &page{o: o}
	out := fleetPage{
		Ready: doc.Counts[result.StateOK] + doc.Counts[result.StateDegraded], Total: len(doc.Terminals),
		Class: fleetClass(doc), When: fleetWhen(doc), Tolerated: clean.Text(doc.Tolerated),
	}
	for _, text := range doc.Warnings {
		out.Warnings = append(out.Warnings, clean.Text(text))
	}
	for _, state := range result.States() {
		if n := doc.Counts[state]; n > 0 {
			out.Tiles = append(out.Tiles, fleetTile{string(state), stateWords[state], n})
		}
	}
	groups := map[string][]fleetCard{}
	for _, t := range doc.Terminals {
		card := p.card(t)
		if t.State != result.StateOK {
			out.Cards = append(out.Cards, card)
		}
		name := "All terminals"
		if len(t.Groups) > 0 {
			name = clean.Line(t.Groups[0])
		}
		groups[name] = append(groups[name], card)
	}
	for name, cards := range groups {
		out.Groups = append(out.Groups, fleetGroup{name, cards})
	}
	slices.SortFunc(out.Groups, func(a, b fleetGroup) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (p *page) card(t result.FleetTerminal) fleetCard {
	card := fleetCard{Name: clean.Line(t.Name), State: clean.Line(string(t.State)), Reason: clean.Line(string(t.Reason)), Detail: clean.Text(t.Detail), New: t.New,
		Changed: clean.Line(strings.Join(t.Changed, "; ")), Hint: clean.Text(t.Hint)}
	facts := []string{"ready last: " + p.lastOK(t)}
	if since := p.since(t); since != "" {
		facts = append([]string{"since " + since}, facts...)
	}
	card.Facts = strings.Join(facts, ", ")
	if q := t.Quarantine; q != nil {
		card.Owner = fmt.Sprintf("%s answers for it until %s%s (it is %s)", clean.Line(q.Owner), clean.Line(q.Until), clean.Line(prefixed(": ", q.Why)), t.Judged)
	}
	return card
}

// fleetClass is the worst state, for the colour of the page.
func fleetClass(doc *result.Fleet) string {
	for _, state := range result.States() {
		if state != result.StateQuarantined && doc.Counts[state] > 0 {
			return string(state)
		}
	}
	return string(result.StateUnknown)
}

func fleetWhen(doc *result.Fleet) string {
	verb := map[string]string{"check": "Checked", "prime": "Primed", "status": "Looked up"}[doc.Verb]
	at, err := time.Parse(time.RFC3339, doc.Ended)
	if err != nil {
		return verb
	}
	return verb + " " + at.Local().Format("Monday 2 January 2006, 15:04")
}
