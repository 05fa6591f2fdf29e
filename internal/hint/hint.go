// Package hint lets an error carry what its reader can do about it. The text
// of the error stays one line without the hint, so that it fits into results
// and logs; the command line prints the hint on a line of its own.
package hint

import "errors"

// hinted is an error with a hint.
type hinted struct {
	error
	text string
}

func (h *hinted) Unwrap() error { return h.error }

// Hint is what the user can do about the error.
func (h *hinted) Hint() string { return h.text }

// Add gives the error a hint.
func Add(err error, text string) error { return &hinted{err, text} }

// Of is the hint of the outermost error that has one, or "". Other packages'
// errors have one when they have a method Hint.
func Of(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}
