package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/hint"
)

// withDeadline bounds all that do does, whatever deadlines its parts have: a user
// who says 10s does not wait for two minutes of somebody else's. The error says
// what it was waiting for.
func withDeadline(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	bounded, cancel := context.WithTimeoutCause(ctx, limit, errors.New("time limit reached"))
	defer cancel()
	err := do(bounded)
	if err == nil || bounded.Err() == nil || ctx.Err() != nil {
		return err
	}
	return hint.Add(fmt.Errorf("not done within %s: %w", limit, err), cmp.Or(hint.Of(err), "give it longer with --timeout"))
}
