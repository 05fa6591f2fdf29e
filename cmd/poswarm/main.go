// Command poswarm makes and proves POS terminals that come up without their
// server.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"poswarm/internal/outage"
	"poswarm/internal/report"
)

func main() {
	outage.RunHelper()
	os.Exit(run(context.Background(), newEnvironment(), os.Args[1:]))
}

// run is the whole program: it returns the exit code.
func run(ctx context.Context, env *environment, args []string) int {
	env.json, env.nagios = wantsKind(env, args, "json"), wantsKind(env, args, report.NagiosKind)
	ctx, stop := withSignals(ctx, env)
	defer stop()
	err := protect(func() error { return dispatch(ctx, env, args) })
	if cause := context.Cause(ctx); cause != nil {
		// Whatever a cancelled command returned: the signal is why it ended.
		err = cause
	}
	code := exitCode(err)
	if env.nagios {
		code = monitorCode(err, code)
	}
	if err != nil && worthSaying(err) {
		env.fail(err, code)
	}
	return code
}

// worthSaying leaves out what has been said: a verdict is in the result, and a
// signal was answered when it came.
func worthSaying(err error) bool {
	switch err.(type) {
	case *verdictError, *signalError:
		return false
	}
	return true
}

// protect turns a panic into an error, so that a bug never looks like a failed
// check.
func protect(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{value: v, stack: debug.Stack()}
		}
	}()
	return do()
}

// ends are what the signals make of a run.
var ends = map[os.Signal]*signalError{
	os.Interrupt:    {name: "Ctrl-C", code: exitInterrupted},
	syscall.SIGTERM: {name: "SIGTERM", code: exitTerminated},
	syscall.SIGHUP:  {name: "SIGHUP", code: exitHungUp},
	syscall.SIGQUIT: {name: "SIGQUIT", code: exitQuit},
}

// withSignals cancels the context at the first signal and says so at once; the
// second one ends the process on the spot.
func withSignals(parent context.Context, env *environment) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	// A terminal that is closed, or a reader that goes away (a pipe to head),
	// ends a run as SIGTERM does: a copy of a till's profile is not left behind. Nor
	// by Ctrl-\, which Go answers with its goroutines.
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	// Asked for, SIGPIPE comes for each socket that the other side has closed as
	// well (os/signal, SIGPIPE), and a cut closes many: nobody listens to it here,
	// see heard instead. Ignored, it would be ignored by all that is started too.
	deaf := make(chan os.Signal, 1)
	signal.Notify(deaf, syscall.SIGPIPE)
	done, unread := make(chan struct{}), env.unread
	go func() {
		for count := 0; ; count++ {
			var cause *signalError
			select {
			case <-done:
				return
			case <-unread:
				unread, cause = nil, &signalError{name: "SIGPIPE", code: exitBrokenPipe}
			case s := <-signals:
				cause = ends[s]
			}
			if count > 0 && (cause.code == exitBrokenPipe || cause.code == exitHungUp) {
				continue // each word to the terminal that is gone brings one more
			}
			if count > 0 {
				env.exit(cause.code)
			}
			env.ui.Warn("%s: cleaning up; press Ctrl-C again to stop at once", cause)
			cancel(cause)
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		signal.Stop(deaf)
		close(done)
		cancel(nil)
	}
}
