package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

// Only what is a matter of time is excused, and only on a machine that was starved.
func TestExcuse(t *testing.T) {
	starved := pace.Spent{Clock: 20 * time.Second, Lost: 12 * time.Second}
	quiet := pace.Spent{Clock: 20 * time.Second, Lost: time.Second}
	for _, c := range []struct {
		err  error
		late bool
	}{
		{odooui.Latef(result.StuckLoading, "not up after 6s"), true},
		{odooui.Latef(result.Deadline, "no page at all"), true},
		{fmt.Errorf("evaluating: %w", chrome.ErrHung), true},
		{fmt.Errorf("asking: %w", chrome.ErrUnresponsive), true},
		{fmt.Errorf("asking: %w", chrome.ErrWorkerDied), true},
		{fmt.Errorf("starting: %w", context.DeadlineExceeded), true},
		{&pace.Late{Limit: time.Second}, true},
		{fmt.Errorf("calling: %w", &chrome.ScriptError{Text: "Error: waited 15000 ms for the receipt"}), true},
		{&chrome.ScriptError{Text: "Error: no payment method like cheque"}, false},
		{odooui.Failf(result.WrongUser, "user 6"), false},
		{odooui.Failf(result.OrdersDoubled, "2 orders"), false},
		{odooui.Failf(result.ServerReached, "1 request"), false},
		{fmt.Errorf("asking: %w", chrome.ErrCrashed), false},
		{&notProven{what: "answered by something else"}, false},
		{errors.New("anything else"), false},
	} {
		if err := excuse(t.Context(), c.err, quiet); err != c.err {
			t.Errorf("%v on a quiet machine: %v", c.err, err)
		}
		err := excuse(t.Context(), c.err, starved)
		outcome, reason, detail := classify(t.Context(), err)
		if !c.late {
			if err != c.err {
				t.Errorf("%v on a starved machine: %v", c.err, err)
			}
			continue
		}
		if outcome != result.Error || reason != result.MachineTooBusy || !strings.Contains(detail, "12s of them without a processor") || hint.Of(err) == "" {
			t.Errorf("%v on a starved machine: %s (%s): %s", c.err, outcome, reason, detail)
		}
		if got := unable(t.Context(), result.Scenario{}, err); got.Result != result.Error || got.Reason != result.MachineTooBusy {
			t.Errorf("%v while the terminal was prepared: %s (%s)", c.err, got.Result, got.Reason)
		}
	}
}
