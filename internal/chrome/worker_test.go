package chrome

import (
	"context"
	"errors"
	"testing"

	"github.com/chromedp/cdproto/serviceworker"
)

// TestAStopIsWaitedFor: Chrome answers the command to stop before its list says
// so, and a worker may be started again at once.
func TestAStopIsWaitedFor(t *testing.T) {
	var r registry
	r.init()
	tell := func(status serviceworker.VersionRunningStatus) {
		r.listen(&serviceworker.EventWorkerVersionUpdated{Versions: []*serviceworker.Version{{VersionID: "1",
			Status: serviceworker.VersionStatusActivated, RunningStatus: status}}})
	}
	tell(serviceworker.VersionRunningStatusRunning)
	before := r.alive()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.awaitStops(over, before); !errors.Is(err, context.Canceled) {
		t.Errorf("while it runs: %v", err)
	}
	tell(serviceworker.VersionRunningStatusStopped)
	tell(serviceworker.VersionRunningStatusStarting)
	if err := r.awaitStops(over, before); err != nil {
		t.Errorf("stopped and started again: %v", err)
	}
	tell(serviceworker.VersionRunningStatusStopped)
	if left := r.alive(); len(left) != 0 {
		t.Errorf("a stopped worker is waited for: %v", left)
	}
}
