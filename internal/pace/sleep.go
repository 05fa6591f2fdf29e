package pace

import (
	"context"
	"time"
)

// Sleep waits, but no longer than the context lives: then it returns why that ended.
func Sleep(ctx context.Context, long time.Duration) error {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
	}
	if ctx.Err() != nil { // both were there
		return context.Cause(ctx)
	}
	return nil
}
