package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// githubFormat writes workflow commands of GitHub Actions, an annotation for
// each check that did not pass, and a summary in Markdown. The runner reads the
// commands from what the step prints, and the summary from a file of its own.
type githubFormat struct{}

func (githubFormat) Kind() string { return "github" }

func (githubFormat) Write(w io.Writer, doc result.Document, o Options) error {
	checks := doc.Checks()
	b := bufio.NewWriter(w)
	for _, c := range checks.Cases {
		if level := githubLevel(c.Outcome); level != "" {
			fmt.Fprintf(b, "::%s %s::%s\n", level, githubProperties(c), escapeData(githubMessage(c)))
			continue
		}
		for _, warning := range c.Warnings {
			fmt.Fprintf(b, "::warning %s::%s\n", githubProperties(c), escapeData(warning))
		}
	}
	if o.Summary == nil {
		writeSummary(b, checks)
		return b.Flush()
	}
	if err := b.Flush(); err != nil {
		return err
	}
	s := bufio.NewWriter(o.Summary)
	writeSummary(s, checks)
	return s.Flush()
}

// githubLevel is the kind of annotation; a pass needs none, and a skipped check
// is no news either: the summary has both.
func githubLevel(o result.Outcome) string {
	switch o {
	case result.Failed, result.Error, result.Flaky:
		return "error"
	case result.Degraded:
		return "warning"
	}
	return ""
}

func githubProperties(c result.Check) string {
	var out []string
	if c.File != "" {
		out = append(out, "file="+escapeProperty(c.File), fmt.Sprintf("line=%d", max(1, c.Line)))
	}
	return strings.Join(append(out, "title="+escapeProperty(fmt.Sprintf("%s: %s", c.Name, c.Outcome))), ",")
}

// githubMessage has the words first: in the list of annotations only they show.
func githubMessage(c result.Check) string {
	var lines []string
	if m := clean.Line(message(c)); m != "" {
		lines = append(lines, m)
	} else {
		lines = append(lines, string(c.Outcome))
	}
	for _, line := range c.Lines {
		lines = append(lines, clean.Line(line))
	}
	if c.Evidence != "" {
		lines = append(lines, "evidence: "+clean.Line(c.Evidence))
	}
	return strings.Join(lines, "\n")
}

// The runner undoes exactly these (actions/toolkit, packages/core/src/command.ts).
var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escapeData(s string) string     { return dataEscapes.Replace(clean.Text(s)) }
func escapeProperty(s string) string { return propertyEscapes.Replace(clean.Line(s)) }

// writeSummary writes Markdown as GitHub shows it. Every line begins with a
// character of ours, so that none reads as a workflow command when it goes to
// the log.
func writeSummary(b *bufio.Writer, checks result.Checks) {
	fmt.Fprintf(b, "### %s\n\n", markdown(strings.TrimSpace(checks.Suite+" "+checks.Host)))
	fmt.Fprintf(b, "**%s**\n", strings.Join(append(counts(checks), plural(len(checks.Cases), "check")+" in all"), ", "))
	if len(checks.Cases) == 0 {
		return
	}
	b.WriteString("\n| | Check | Result | Why | Where | Time |\n|---|---|---|---|---|---|\n")
	for _, c := range checks.Cases {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n",
			marks[c.Outcome], markdown(c.Name), c.Outcome, markdown(message(c)), markdown(place(c.File, c.Line)), span(c.DurationMS))
	}
}

// marks make a long table readable at a glance.
var marks = map[result.Outcome]string{
	result.Passed: "✅", result.Degraded: "⚠️", result.Flaky: "❌", result.Failed: "❌", result.Error: "❓", result.Skipped: "➖",
}

// markdown escapes what could be anything but text: all ASCII punctuation may be
// escaped (CommonMark 2.4), and GitHub makes links of bare addresses and
// mentions of names, which the entities prevent.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range clean.Line(s) {
		switch {
		case strings.ContainsRune(`&<>@:"'`, r):
			fmt.Fprintf(&b, "&#%d;", r)
		case r < 0x80 && strings.ContainsRune("\\`*_{}[]()#+!|~$^=", r):
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
