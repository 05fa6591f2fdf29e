package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

//go:embed report.html
var htmlText string

var htmlTemplate = template.Must(template.New("report").Parse(htmlText))

// htmlFormat writes one file for people: it opens from disk, needs no network,
// runs no script, and shows what was cut when and what came from where.
type htmlFormat struct{}

func (htmlFormat) Kind() string { return "html" }

func (htmlFormat) Write(w io.Writer, doc result.Document, o Options) error {
	var b bytes.Buffer // a page that is half there looks whole
	var err error
	if fleet, ok := doc.(*result.Fleet); ok {
		err = writeFleetHTML(&b, fleet, o)
	} else {
		err = htmlTemplate.Execute(&b, htmlOf(doc, o))
	}
	if err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// htmlPage is what the template shows. Every text in it is clean; the template
// escapes the rest.
type htmlPage struct {
	Title string
	Class string // of the worst outcome, for the colour
	Sum   string
	Facts []htmlFact
	Cases []htmlCase
}

type htmlFact struct{ Name, Text string }

// htmlCase is one check: a row of the overview, and a section.
type htmlCase struct {
	ID                                         string
	Name, Reason, Words, Hint, Place, Up, Took string
	Outcome, Class, Short                      string
	Open                                       bool
	Warnings                                   []string
	Steps                                      []htmlStep
	Lines                                      []string // for a document without steps
	Proof                                      []string
	Timeline                                   *timeline
	Screenshot                                 template.URL
	Log                                        []htmlLog
	Evidence                                   string
	EvidenceLink                               string
}

type htmlStep struct {
	Number                                    int
	Place, Step, Detail, Took, Outcome, Class string
}

type htmlLog struct {
	At, From, Kind, Text string
	Bad                  bool
}

func htmlOf(doc result.Document, o Options) htmlPage {
	checks := doc.Checks()
	page := htmlPage{Title: strings.TrimSpace(clean.Line(checks.Suite)), Class: classOf(worst(checks)), Sum: sumOf(checks)}
	for i, c := range checks.Cases {
		page.Cases = append(page.Cases, htmlCase{
			ID: fmt.Sprintf("c%d", i+1), Name: clean.Line(c.Name), Reason: clean.Line(string(c.Reason)), Words: clean.Text(c.Detail),
			Place: place(c.File, c.Line), Took: span(c.DurationMS),
			Outcome: clean.Line(string(c.Outcome)), Class: classOf(c.Outcome), Short: short(message(c)),
			Open:     c.Outcome != result.Passed && c.Outcome != result.Skipped,
			Evidence: clean.Line(c.Evidence), EvidenceLink: link(o.Folder, c.Evidence),
		})
	}
	switch doc := doc.(type) {
	case *result.Verify:
		page.verify(doc)
	default:
		for i, c := range checks.Cases {
			for _, line := range c.Lines {
				page.Cases[i].Lines = append(page.Cases[i].Lines, clean.Text(line))
			}
		}
	}
	return page
}

// verify adds what only the scenarios of a verify run have.
func (page *htmlPage) verify(doc *result.Verify) {
	page.Facts = factsOf(doc)
	for i, s := range doc.Scenarios {
		c := &page.Cases[i] // one check a scenario, in the same order
		c.Hint, c.Proof = clean.Text(s.Hint), proofWords(s)
		for _, warning := range s.Warnings {
			c.Warnings = append(c.Warnings, clean.Text(warning.String()))
			c.Open = true
		}
		if s.Observed.UpMS != nil && s.Result != result.Skipped {
			c.Up = span(*s.Observed.UpMS)
		}
		for n, step := range s.Steps {
			c.Steps = append(c.Steps, htmlStep{Number: n + 1, Place: place(step.File, step.Line), Step: clean.Line(step.Step),
				Outcome: clean.Line(string(step.Result)), Class: classOf(step.Result), Detail: clean.Text(step.Detail), Took: stepTook(step)})
		}
		c.Timeline = timelineOf(s)
		if s.Recording == nil {
			continue
		}
		if len(s.Recording.Screenshot) > 0 {
			// A picture that Chrome made, in an alphabet that ends no attribute.
			c.Screenshot = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(s.Recording.Screenshot))
		}
		for _, line := range s.Recording.Log {
			c.Log = append(c.Log, htmlLog{At: seconds(line.AtMS), From: clean.Line(line.From), Text: clean.Text(line.Text),
				Kind: clean.Line(strings.TrimSpace(line.Kind + " " + line.Level)), Bad: bad(line)})
		}
	}
}

func bad(line result.LogLine) bool {
	return line.Level == "error" || line.Kind == "exception" || line.Kind == "crash" || line.Kind == "gone" || line.Kind == "error"
}

func factsOf(doc *result.Verify) []htmlFact {
	facts := []htmlFact{{"Judged", subjectWords(doc.Subject)}, {"Server", clean.Line(doc.Target.URL)}}
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, htmlFact{name, clean.Line(text)})
		}
	}
	add("Database", doc.Target.Database)
	if len(doc.Target.Configs) > 0 {
		add("POS", strings.Trim(fmt.Sprint(doc.Target.Configs), "[]"))
	}
	if doc.Target.Demo != "" {
		add("Demo", "the worker "+doc.Target.Demo)
	}
	add("Profile", doc.Target.Profile)
	for _, s := range doc.Scenarios {
		if s.Started != "" {
			add("Started", s.Started)
			break
		}
	}
	return facts
}

func subjectWords(subject string) string {
	switch subject {
	case "fresh":
		return "a fresh profile, primed for this run"
	case "as-found":
		return "a copy of a terminal's own profile, as found"
	}
	return clean.Line(subject)
}

func stepTook(step result.Step) string {
	if step.Result == result.Skipped {
		return ""
	}
	return span(step.DurationMS)
}

// short is for a row; the section below has all of it.
func short(text string) string {
	runes := []rune(clean.Line(text))
	if len(runes) <= maxShort {
		return string(runes)
	}
	return string(runes[:maxShort]) + "…"
}

const maxShort = 140

// place is where to look in the scenario file.
func place(file string, line int) string {
	if file == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", clean.Line(file), line)
}

// link is the way from the report to a folder of evidence, or "" when it is
// not known where the report will be.
func link(folder, evidence string) string {
	if folder == "" || evidence == "" {
		return ""
	}
	from, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	to, err := filepath.Abs(evidence)
	if err != nil {
		return ""
	}
	way, err := filepath.Rel(from, to)
	if err != nil {
		return ""
	}
	return "./" + filepath.ToSlash(way) + "/"
}

// worst is the outcome that a whole run looks like.
func worst(checks result.Checks) result.Outcome {
	for _, o := range []result.Outcome{result.Failed, result.Error, result.Flaky, result.Degraded, result.Passed} {
		if checks.Count(o) > 0 {
			return o
		}
	}
	return result.Skipped
}

func sumOf(checks result.Checks) string {
	if len(checks.Cases) == 0 {
		return nothingChecked
	}
	return strings.Join(counts(checks), ", ")
}
