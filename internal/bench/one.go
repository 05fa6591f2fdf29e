// Package bench hands servers to verification: one real server that scenarios
// share in turn, or demo servers, one for each scenario that runs at a time.
package bench

import (
	"context"
	"fmt"

	"poswarm/verify"
)

// One is a real server: one scenario at a time.
type One struct{ free chan *verify.Bench }

// NewOne shares the bench.
func NewOne(bench *verify.Bench) *One {
	b := &One{make(chan *verify.Bench, 1)}
	b.free <- bench
	return b
}

// Take waits until no other scenario uses the server.
func (b *One) Take(ctx context.Context) (*verify.Bench, error) {
	select {
	case bench := <-b.free:
		return bench, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the server to be free: %w", context.Cause(ctx))
	}
}

// Give frees the server.
func (b *One) Give(bench *verify.Bench, _ bool) { b.free <- bench }
