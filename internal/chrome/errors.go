package chrome

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/chromedp"
)

// The errors of this package. Compare with errors.Is.
var (
	// ErrNotFound says that no usable browser was found.
	ErrNotFound = errors.New("no Chrome or Chromium found")

	// ErrProfileInUse says that another Chrome runs on the profile.
	ErrProfileInUse = errors.New("the Chrome profile is in use")

	// ErrProfileOtherHost says that the lock of the profile names another
	// machine. Chrome would wait for an answer to a dialog nobody sees.
	ErrProfileOtherHost = errors.New("the Chrome profile is locked by another machine")

	// ErrNotIsolated says that a browser has another way out than its gate, or
	// runs on another profile than the one that it was given. No page was opened.
	ErrNotIsolated = errors.New("not isolated")

	// ErrNoProfile says that the folder is no Chrome profile.
	ErrNoProfile = errors.New("no Chrome profile")

	// ErrNoSandbox says that Chrome found no sandbox that it may use.
	ErrNoSandbox = errors.New("no usable Chrome sandbox")

	// ErrNoDebugging says that a policy keeps programs from driving this Chrome.
	ErrNoDebugging = errors.New("remote debugging is disabled in this Chrome")

	// ErrCrashed says that the renderer of the page died.
	ErrCrashed = errors.New("the page crashed")

	// ErrNoWorker says that no service worker is registered for the scope.
	ErrNoWorker = errors.New("no service worker")

	// ErrAborted says that a navigation did not commit: a download or a
	// 204 answer. The page before it is still there.
	ErrAborted = errors.New("the navigation was aborted")

	// ErrNavigated says that the document went away while a call was
	// pending in it.
	ErrNavigated = errors.New("the page navigated away")

	// ErrHung says that the thread of the page does not turn: an endless loop,
	// or work without an end.
	ErrHung = errors.New("the page did not answer")

	// ErrUnresponsive says that the browser process is there and answers
	// nothing: stopped, starved, or holding a dialog that nobody can close.
	ErrUnresponsive = errors.New("the browser did not answer")

	// ErrWorkerDied says that the service worker ended under a question.
	ErrWorkerDied = errors.New("the service worker died")
)

// ErrBrowserPage is the error of a navigation that ended on an error page of
// Chrome itself ("This site can't be reached").
type ErrBrowserPage struct {
	// Code is Chrome's name for the reason, such as net::ERR_CONNECTION_RESET.
	Code string
	// URL is the address that could not be shown.
	URL string
}

func (e ErrBrowserPage) Error() string {
	return fmt.Sprintf("chrome shows its own error page %s for %s", e.Code, e.URL)
}

// ExitError says that the browser process ended without being asked to.
type ExitError struct {
	// Cause is the exit status or the signal, such as "signal: killed".
	Cause error
	// Said is what Chrome printed about it, or empty.
	Said string
}

func (e *ExitError) Error() string {
	text := fmt.Sprintf("the browser ended: %v", e.Cause)
	if e.Said != "" {
		text += fmt.Sprintf(" (it said %q)", e.Said)
	}
	return text
}

// Unwrap returns the cause, an *exec.ExitError where there is one.
func (e *ExitError) Unwrap() error { return e.Cause }

// Limits of each call, whatever time its context has left.
const (
	LaunchLimit = 60 * time.Second
	// StepLimit is for what the browser process itself answers.
	StepLimit = 60 * time.Second
	// NavigateLimit leaves a slow server, and a worker that waits for it, time.
	NavigateLimit = 2 * time.Minute
	// ScriptLimit is for a script that waits for something in the page.
	ScriptLimit     = 3 * time.Minute
	CloseLimit      = 15 * time.Second
	ScreenshotLimit = 3 * time.Second
)

// limited returns ctx with a deadline at most d from now.
func limited(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, late(d))
}

// late is the cause of a context that had no more time.
func late(d time.Duration) error {
	return fmt.Errorf("no answer within %s: %w", d, context.DeadlineExceeded)
}

// mapProtocolError gives the answers of the protocol that callers must tell
// apart their own errors. The texts are Chrome's (inspector_protocol and
// V8InspectorImpl); the codes are all -32000.
func mapProtocolError(err error) error {
	if errors.Is(err, chromedp.ErrTargetDetached) {
		return fmt.Errorf("%w: %w", ErrNavigated, err)
	}
	var pe *cdproto.Error
	if !errors.As(err, &pe) {
		return err
	}
	for _, s := range []string{
		"Execution context was destroyed",
		"Cannot find context with specified id",
		"Inspected target navigated or closed",
		"Cannot find default execution context",
		"Could not find object with given id",
		"Promise was collected",
	} {
		if strings.Contains(pe.Message, s) {
			return fmt.Errorf("%w: %w", ErrNavigated, err)
		}
	}
	return err
}
