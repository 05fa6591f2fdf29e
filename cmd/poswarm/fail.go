package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"poswarm/internal/clean"
	"poswarm/internal/hint"
	"poswarm/internal/report"
	"poswarm/internal/result"
)

// errorSchema names the JSON form of an error.
const errorSchema = "poswarm.error/v1"

// errorDocument is an error for programs.
type errorDocument struct {
	Schema string `json:"schema"`
	Code   int    `json:"code"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
	// Reason is a stable code where there is one.
	Reason result.Reason `json:"reason,omitempty"`
}

// fail says an error and its hint, in the form that was asked for.
func (e *environment) fail(err error, code int) {
	text, advice := message(err)
	if e.nagios {
		_, _ = fmt.Fprint(e.stdout, report.NagiosTrouble(clean.Text(text)))
	}
	if !e.json {
		e.ui.Fail(text, advice)
		return
	}
	e.ui.Raw(func(w io.Writer) {
		_ = json.NewEncoder(w).Encode(errorDocument{errorSchema, code, clean.Text(text), clean.Text(advice), errorReason(err)})
	})
}

// message splits an error into its text and its hint. Several lines are kept:
// the mistakes of a scenario file come with their source line and caret.
func message(err error) (text, advice string) {
	text, advice = err.Error(), hint.Of(err)
	if before, after, found := strings.Cut(text, "\nhint: "); found && advice == "" && !strings.Contains(after, "\n") {
		return before, after // the only mistake in a file
	}
	return text, advice
}
