package report

import (
	"fmt"
	"io"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// nagiosFormat is the output of a plugin as the Monitoring Plugins Development
// Guidelines have it: one line with the status and performance data, long text
// below. The exit code that goes with it is NagiosCode's.
type nagiosFormat struct{}

// NagiosKind names the format that takes the exit code with it.
const NagiosKind = "nagios"

func (nagiosFormat) Kind() string { return NagiosKind }

// The statuses, by their exit code.
var nagiosStatus = []string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}

// NagiosCode is the status of a document: failed is CRITICAL, what could not be
// told UNKNOWN, flaky and degraded are WARNING, and so is what a threshold
// tolerates. Nothing checked is UNKNOWN.
func NagiosCode(doc result.Document) int {
	checks := doc.Checks()
	count := checks.Count
	bad := count(result.Failed) + count(result.Error) + count(result.Flaky)
	if fleet, ok := doc.(*result.Fleet); ok && fleet.Tolerated != "" && bad > 0 {
		return 1
	}
	switch {
	case count(result.Failed) > 0:
		return 2
	case count(result.Error) > 0, count(result.Passed)+count(result.Degraded)+count(result.Flaky) == 0:
		return 3
	case count(result.Flaky)+count(result.Degraded) > 0:
		return 1
	}
	return 0
}

func (nagiosFormat) Write(w io.Writer, doc result.Document, _ Options) error {
	checks := doc.Checks()
	var b strings.Builder
	text := sumOf(checks)
	if fleet, ok := doc.(*result.Fleet); ok {
		text = fmt.Sprintf("%s: %s", plural(len(fleet.Terminals), "terminal"), fleetCounts(fleet))
	}
	if first := firstBad(checks); first != "" {
		text += "; " + first
	}
	fmt.Fprintf(&b, "POSWARM %s - %s | %s\n", nagiosStatus[NagiosCode(doc)], plain(text), strings.Join(perfdata(doc, checks), " "))
	for _, c := range checks.Cases {
		if c.Outcome != result.Passed {
			fmt.Fprintf(&b, "%s\n", plain(fmt.Sprintf("%s: %s: %s", c.Name, c.Outcome, message(c))))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// NagiosTrouble is the line of a run without a result.
func NagiosTrouble(text string) string {
	return fmt.Sprintf("POSWARM UNKNOWN - %s\n", plain(text))
}

// firstBad is the check that explains the status.
func firstBad(checks result.Checks) string {
	for _, outcome := range []result.Outcome{result.Failed, result.Error, result.Flaky, result.Degraded} {
		for _, c := range checks.Cases {
			if c.Outcome == outcome {
				return fmt.Sprintf("%s: %s", c.Name, message(c))
			}
		}
	}
	return ""
}

// perfdata is 'label'=value;warn;crit;min;max, one a state.
func perfdata(doc result.Document, checks result.Checks) []string {
	total := len(checks.Cases)
	var out []string
	if fleet, ok := doc.(*result.Fleet); ok {
		for _, state := range result.States() {
			out = append(out, fmt.Sprintf("%s=%d;;;0;%d", state, fleet.Counts[state], total))
		}
		return out
	}
	for _, outcome := range result.Outcomes() {
		out = append(out, fmt.Sprintf("%s=%d;;;0;%d", outcome, checks.Count(outcome), total))
	}
	return out
}

// plain keeps a text on its line and out of the performance data, which begins
// at the first bar.
func plain(text string) string { return strings.ReplaceAll(clean.Line(text), "|", "/") }
