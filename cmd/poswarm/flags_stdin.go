package main

import (
	"context"
	"io"

	"github.com/urfave/cli/v2"
)

// stdinFlag is for callers that may vanish: a fleet's process, or an ssh whose
// connection breaks. A signal would not reach this program then; the end of
// stdin does.
func stdinFlag() cli.Flag {
	return &cli.BoolFlag{Name: "end-with-stdin", Usage: "end cleanly when stdin ends, for a caller that may vanish"}
}

// withStdin ends the context with stdin, as SIGTERM would. The password must
// have been read before.
func withStdin(ctx context.Context, in *input) context.Context {
	if !in.c.Bool("end-with-stdin") {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		// An error is an end as well.
		_, _ = io.Copy(io.Discard, in.env.stdin)
		cancel(&signalError{name: "the end of stdin", code: exitTerminated})
	}()
	return ctx
}
