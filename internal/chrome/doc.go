// Package chrome drives one Chrome or Chromium through the DevTools protocol.
// It is the only package of poswarm that knows chromedp and cdproto.
//
// [Find] picks the binary, [Launch] starts it on a profile and [Browser.Close]
// ends it so that cookies reach the disk. A [Page] is one tab. [ReadLock] tells
// who holds a profile, [FindRunning] finds that of a Chrome with a debugging
// port, and [CopyProfile] copies one, also while a till uses it.
//
// # How Chrome is started
//
// Over the debugging pipe, in a process group of its own, without a parent
// death signal: when this process dies, Chrome sees the end of the pipe, shuts
// down by itself and keeps the cookies. A signal from the kernel would lose
// them. The flags are a fixed list (see flags.go), not the defaults of
// chromedp, which would change how the profile of a till behaves.
//
// # Waiting
//
// Every method that waits takes a context, and has a limit of its own besides
// ([LaunchLimit], [StepLimit], [NavigateLimit], [ScriptLimit], [CloseLimit]). A
// missed deadline names what was waited for and wraps
// context.DeadlineExceeded. While a call waits, the page is asked for signs of
// life (see pulse.go).
//
// # Errors
//
// [ErrCrashed]: the renderer of the page died; pending calls fail at once and
// Navigate brings the tab back. [ExitError]: the browser process went away
// without being asked. [ErrBrowserPage]: Chrome shows its own error page.
// [ErrAborted]: a navigation that never committed (a download, a 204).
// [ErrNavigated]: the page navigated away under an evaluation. [ErrNoWorker]:
// no service worker of that scope. [ErrHung]: the page computes without an end.
// [ErrUnresponsive]: the browser process itself stands still, or holds a dialog
// that nobody can close. [ErrWorkerDied]:
// the worker ended under a question. [ErrNotFound], [ErrProfileInUse],
// [ErrProfileOtherHost], [ErrNoProfile] and [ErrNoSandbox] come from starting.
// Errors that a person can act on carry a line that starts with "hint:".
//
// # Beyond the contract
//
// [Browser.Err], [Browser.Output], [Browser.Workers], [Page.Close],
// [Page.Title], [LockState.String], [ErrAborted], [ErrNavigated] and the limits
// are additions to the API that the other packages agreed on.
package chrome
