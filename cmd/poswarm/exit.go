package main

import (
	"errors"
	"fmt"
	"slices"
	"syscall"

	"poswarm/internal/chrome"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/odoo"
	"poswarm/internal/report"
	"poswarm/internal/result"
	"poswarm/internal/strictyaml"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

// The exit codes. They are decided here and nowhere else.
const (
	exitHealthy     = 0
	exitCheckFailed = 1
	exitUsage       = 2
	exitCannotTell  = 3
	exitInterrupted = 130
	exitTerminated  = 143
	exitHungUp      = 129
	exitQuit        = 131
	exitBrokenPipe  = 141
)

// exitText is the EXIT STATUS section of every command's help.
var exitText = map[int]string{
	exitHealthy:     "healthy: everything that was asked for is in order",
	exitCheckFailed: "a check failed",
	exitUsage:       "wrong usage, config file or scenario; nothing was touched",
	exitCannotTell:  "could not tell: no browser, no log-in, server not reachable, out of time",
	exitInterrupted: "interrupted (Ctrl-C)",
	exitTerminated:  "ended by SIGTERM; 129 by SIGHUP, 131 by SIGQUIT, 141 by SIGPIPE",
}

// usageError is a mistake in what the user wrote.
type usageError struct {
	text, hint string
	kind       error // errNoFolder, nil for most
}

// errNoFolder is a profile that is not there: for a fleet no mistake of usage
// but a terminal that will not come up.
var errNoFolder = errors.New("no such folder")

func (e *usageError) Unwrap() error { return e.kind }

func (e *usageError) Error() string { return e.text }
func (e *usageError) Hint() string  { return e.hint }

func usagef(hint, format string, args ...any) error {
	return &usageError{text: fmt.Sprintf(format, args...), hint: hint}
}

// noFolder is a profile folder that does not exist.
func noFolder(hint, format string, args ...any) error {
	return &usageError{text: fmt.Sprintf(format, args...), hint: hint, kind: errNoFolder}
}

// verdictError carries the exit code of a run whose result has been written:
// there is nothing more to say.
type verdictError struct{ code int }

func (e *verdictError) Error() string { return fmt.Sprintf("the run ends with exit code %d", e.code) }

// signalError is the cause of a context that a signal cancelled.
type signalError struct {
	name string
	code int
}

func (e *signalError) Error() string { return "ended by " + e.name }

// panicError is a bug of ours; it must not pass for a failed check.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string {
	return fmt.Sprintf("this is a bug in poswarm: %v\n%s", e.value, e.stack)
}

// exitCode gives the code for what a command returned.
func exitCode(err error) int {
	var (
		verdict  *verdictError
		signal   *signalError
		usage    *usageError
		crashed  *panicError
		mistakes strictyaml.Errors
		unknown  *scenario.UnknownError
		nobody   *inventory.NoMatchError
	)
	switch {
	case err == nil:
		return exitHealthy
	case errors.As(err, &signal):
		return signal.code
	case errors.As(err, &crashed):
		return exitCannotTell
	case errors.As(err, &verdict):
		return verdict.code
	case errors.As(err, &usage), errors.As(err, &mistakes), errors.As(err, &unknown), errors.As(err, &nobody),
		errors.Is(err, odoo.ErrNoConfig), errors.Is(err, chrome.ErrNoProfile):
		return exitUsage
	}
	return exitCannotTell
}

// verdict turns a finished run into nil or an error with its exit code: any
// failed is 1; else any error is 3; else flaky is 1; else nothing passed is 3.
// A run that skipped everything has shown nothing, so it is no success.
func verdict(checks result.Checks, strict bool) error {
	count := checks.Count
	code := exitHealthy
	switch {
	case count(result.Failed) > 0:
		code = exitCheckFailed
	case count(result.Error) > 0:
		code = exitCannotTell
	case count(result.Flaky) > 0, strict && (count(result.Degraded) > 0 || warned(checks)):
		code = exitCheckFailed
	case count(result.Passed)+count(result.Degraded) == 0:
		code = exitCannotTell
	}
	if code == exitHealthy {
		return nil
	}
	return &verdictError{code}
}

func warned(checks result.Checks) bool {
	return slices.ContainsFunc(checks.Cases, func(c result.Check) bool { return len(c.Warnings) > 0 })
}

// monitorVerdict is the verdict for a monitoring system that reads the exit code
// as a plugin's: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
func monitorVerdict(doc result.Document) error {
	if code := report.NagiosCode(doc); code != 0 {
		return &verdictError{code}
	}
	return nil
}

// monitorCode turns the exit code of a run without a result into UNKNOWN: wrong
// usage must not look like a critical terminal.
func monitorCode(err error, code int) int {
	var done *verdictError
	if code == exitHealthy || errors.As(err, &done) {
		return code
	}
	return exitCannotTell
}

// errorReason is the stable code of an error that programs tell apart, "" for
// the others.
func errorReason(err error) result.Reason {
	for _, one := range []struct {
		sign   error
		reason result.Reason
	}{
		{chrome.ErrNoProfile, result.NoProfile},
		{errNoFolder, result.NoProfile},
		{chrome.ErrProfileInUse, result.ProfileInUse},
		{chrome.ErrProfileOtherHost, result.ProfileInUse},
		{warm.ErrPrimedElsewhere, result.ProfileInUse},
		{warm.ErrOtherDatabase, result.WrongDatabase},
		{chrome.ErrNotFound, result.NoBrowser},
		{syscall.ENOSPC, result.DiskFull},
	} {
		if errors.Is(err, one.sign) {
			return one.reason
		}
	}
	if errors.Is(err, odoo.ErrUnreachable) && odoo.Untrusted(err) {
		return result.Certificate
	}
	return ""
}
