package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/chrome"
)

// workerGrace is what a worker gets on top of the time that a script itself
// takes: it may have to start first, on a busy machine.
const workerGrace = 20 * time.Second

// askWorker evaluates a script in the POS's service worker. A worker that gives
// no answer although the script gives up by itself is as good as dead.
func (l *testbed) askWorker(ctx context.Context, script string, takes time.Duration, out any) error {
	limit := takes + workerGrace
	bounded, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %s: %w", limit, context.DeadlineExceeded))
	defer cancel()
	err := l.browser.EvalWorker(bounded, l.origin()+workerScope, script, out)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil && l.browser.Err() == nil && !errors.Is(err, chrome.ErrNoWorker) {
		return fmt.Errorf("%w: %w", chrome.ErrWorkerDied, err)
	}
	return err
}
