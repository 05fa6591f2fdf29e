package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// junitFormat writes the dialect of JUnit XML that CI systems share: a failed
// check is a <failure>, a run that could not tell is an <error>, and only what
// was left out on purpose is <skipped>.
type junitFormat struct{}

func (junitFormat) Kind() string { return "junit" }

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Hostname string      `xml:"hostname,attr,omitempty"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkip    `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkip struct {
	Message string `xml:"message,attr,omitempty"`
}

func (junitFormat) Write(w io.Writer, doc result.Document, _ Options) error {
	checks := doc.Checks()
	suite := junitSuite{
		Name: clean.Text(checks.Suite), Hostname: clean.Text(checks.Host), Tests: len(checks.Cases),
		Failures: checks.Count(result.Failed) + checks.Count(result.Flaky),
		Errors:   checks.Count(result.Error), Skipped: checks.Count(result.Skipped),
	}
	total := int64(0)
	for _, c := range checks.Cases {
		total += c.DurationMS
		suite.Cases = append(suite.Cases, junitOf(c))
	}
	suite.Time = seconds(total)
	all := junitSuites{
		Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Skipped: suite.Skipped,
		Time: suite.Time, Suites: []junitSuite{suite},
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitOf(c result.Check) junitCase {
	out := junitCase{
		Class: clean.Text(c.Class), Name: clean.Line(c.Name), File: clean.Text(c.File), Line: c.Line, Time: seconds(c.DurationMS),
	}
	problem := &junitProblem{Message: clean.Line(message(c)), Type: clean.Line(string(c.Reason)), Text: clean.Text(strings.Join(c.Lines, "\n"))}
	switch c.Outcome {
	case result.Failed, result.Flaky:
		out.Failure = problem
	case result.Error:
		out.Error = problem
	case result.Skipped:
		out.Skipped = &junitSkip{Message: clean.Line(message(c))}
	default:
		lines := c.Lines
		if m := message(c); m != "" {
			lines = append([]string{string(c.Outcome) + ": " + m}, lines...)
		}
		out.Out = clean.Text(strings.Join(lines, "\n"))
	}
	if c.Evidence != "" {
		out.Out = strings.TrimPrefix(out.Out+"\n[[ATTACHMENT|"+clean.Text(c.Evidence)+"]]", "\n")
	}
	return out
}

// message is the reason and its words in one line.
func message(c result.Check) string {
	switch {
	case c.Reason == "":
		return c.Detail
	case c.Detail == "":
		return string(c.Reason)
	}
	return fmt.Sprintf("%s: %s", c.Reason, c.Detail)
}

// seconds prints milliseconds the way JUnit wants them.
func seconds(ms int64) string { return fmt.Sprintf("%d.%03d", ms/1000, ms%1000) }
