package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// tapFormat writes TAP version 14: a line a check, and a YAML block for what
// did not pass.
type tapFormat struct{}

func (tapFormat) Kind() string { return "tap" }

func (tapFormat) Write(w io.Writer, doc result.Document, _ Options) error {
	checks := doc.Checks()
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "TAP version 14\n1..%d\n", len(checks.Cases))
	for i, c := range checks.Cases {
		writeTAP(b, i+1, c)
	}
	return b.Flush()
}

func writeTAP(b *bufio.Writer, number int, c result.Check) {
	verdict, directive := "not ok", ""
	switch c.Outcome {
	case result.Passed, result.Degraded:
		verdict = "ok"
	case result.Skipped:
		verdict, directive = "ok", " # SKIP "+escapeTAP(message(c))
	}
	fmt.Fprintf(b, "%s %d - %s%s\n", verdict, number, escapeTAP(c.Name), strings.TrimRight(directive, " "))
	if c.Outcome == result.Passed || c.Outcome == result.Skipped {
		return
	}
	fmt.Fprintf(b, "  ---\n  result: %s\n", c.Outcome)
	for _, field := range [][2]string{{"reason", string(c.Reason)}, {"message", c.Detail}, {"file", c.File}, {"evidence", c.Evidence}} {
		if field[1] != "" {
			fmt.Fprintf(b, "  %s: %s\n", field[0], quoteYAML(field[1]))
		}
	}
	if c.File != "" {
		fmt.Fprintf(b, "  line: %d\n", c.Line)
	}
	fmt.Fprintf(b, "  duration_ms: %d\n", c.DurationMS)
	if len(c.Lines) > 0 {
		b.WriteString("  steps:\n")
		for _, line := range c.Lines {
			fmt.Fprintf(b, "    - %s\n", quoteYAML(line))
		}
	}
	b.WriteString("  ...\n")
}

// escapeTAP keeps a name from ending its line or starting a directive.
func escapeTAP(s string) string {
	return strings.NewReplacer(`\`, `\\`, `#`, `\#`).Replace(clean.Line(s))
}

// quoteYAML writes a double-quoted scalar: JSON's escapes are YAML's too.
func quoteYAML(s string) string { return strconv.Quote(clean.Line(s)) }
