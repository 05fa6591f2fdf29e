package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// tableFormat is for people. It may change from release to release; the most
// important line is the last.
type tableFormat struct{}

func (tableFormat) Kind() string { return "table" }

func (tableFormat) Write(w io.Writer, doc result.Document, o Options) error {
	p := &page{o: o}
	switch doc := doc.(type) {
	case *result.Verify:
		p.verify(doc)
	case *result.Prime:
		p.prime(doc)
	case *result.Inspect:
		p.inspect(doc)
	case *result.Fleet:
		p.fleet(doc)
	default:
		p.checks(doc.Checks())
	}
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

// page collects the text, so that a table is never half written.
type page struct {
	b   bytes.Buffer
	o   Options
	err error
}

func (p *page) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// minWidth is the least width worth breaking lines for: below it every cell
// would be a column of letters.
const minWidth = 60

// table writes rows without borders, as other command line tools do.
func (p *page) table(head []string, rows [][]string) {
	opts := []tablewriter.Option{
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithRowAutoWrap(tw.WrapNormal),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
	}
	if p.o.Width >= minWidth {
		opts = append(opts, tablewriter.WithMaxWidth(p.o.Width))
	}
	var out bytes.Buffer
	t := tablewriter.NewTable(&out, opts...)
	t.Header(head)
	if err := t.Bulk(rows); err != nil {
		p.err = err
		return
	}
	if err := t.Render(); err != nil {
		p.err = err
		return
	}
	for text := range strings.Lines(out.String()) {
		p.line("%s", strings.TrimRight(text, " \n"))
	}
}

// Rows writes a plain table, as formats do: for lists that are no result.
func Rows(w io.Writer, head []string, rows [][]string, o Options) error {
	p := &page{o: o}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = clean.Line(cell)
		}
	}
	p.table(head, rows)
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

// color marks a verdict.
func (p *page) color(o result.Outcome, text string) string {
	if !p.o.Color {
		return text
	}
	code := "31"
	switch o {
	case result.Passed:
		code = "32"
	case result.Degraded, result.Flaky:
		code = "33"
	case result.Skipped:
		code = "2"
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p *page) outcome(o result.Outcome) string { return p.color(o, clean.Line(string(o))) }

// checks is the table of any document that has none of its own.
func (p *page) checks(c result.Checks) {
	var rows [][]string
	for _, one := range c.Cases {
		rows = append(rows, []string{clean.Line(one.Name), p.outcome(one.Outcome), clean.Line(message(one)), span(one.DurationMS)})
	}
	p.table([]string{"CHECK", "RESULT", "REASON", "TIME"}, rows)
	p.sum(c, "check")
}

// sum is the last line: how many of what.
func (p *page) sum(c result.Checks, noun string) {
	worst := result.Passed
	for _, o := range result.Outcomes() {
		if o != result.Skipped && c.Count(o) > 0 {
			worst = o
		}
	}
	p.line("")
	p.line("%s", p.color(worst, fmt.Sprintf("%s: %s", plural(len(c.Cases), noun), sumOf(c))))
}

// nothingChecked is the sum of a run without a case.
const nothingChecked = "nothing was checked"

// counts says how many cases had each outcome, best first.
func counts(checks result.Checks) []string {
	var parts []string
	for _, o := range result.Outcomes() {
		if n := checks.Count(o); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	return parts
}

func plural(n int, noun string) string {
	if n == 1 || noun == "POS" {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// span prints a duration for a column.
func span(ms int64) string {
	switch {
	case ms < 1000:
		return fmt.Sprintf("%d ms", ms)
	case ms < 60_000:
		return fmt.Sprintf("%.1f s", float64(ms)/1000)
	}
	return (time.Duration(ms) * time.Millisecond).Round(time.Second).String()
}
