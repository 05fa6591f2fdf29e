package odooui

import (
	"errors"
	"fmt"
	"regexp"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
)

// Failure is why the POS is not what it should be. It is an error so that a
// step can return it; anything else a step returns means "could not tell".
type Failure struct {
	Reason result.Reason
	Detail string // what was seen, for people
	Late   bool   // no more is known than that something did not happen in time
}

func (f *Failure) Error() string { return string(f.Reason) + ": " + f.Detail }

// Latef makes a failure that is one of time alone.
func Latef(reason result.Reason, format string, args ...any) *Failure {
	failure := Failf(reason, format, args...)
	failure.Late = true
	return failure
}

// Failf makes a failure with a formatted detail.
func Failf(reason result.Reason, format string, args ...any) *Failure {
	return &Failure{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// Waited reports whether a script that presses buttons waited in vain, see until.js.
func Waited(err error) bool {
	script, ok := errors.AsType[*chrome.ScriptError](err)
	return ok && waitedInVain.MatchString(script.Error())
}

// waitedInVain is what until.js throws.
var waitedInVain = regexp.MustCompile(`waited \d+ ms for `)
