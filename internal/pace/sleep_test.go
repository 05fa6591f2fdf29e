package pace

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := Sleep(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("slept %s: %v", time.Since(began), err)
		}
		over := errors.New("the time is over")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, over)
		defer cancel()
		began = time.Now()
		if err := Sleep(ctx, time.Minute); !errors.Is(err, over) || time.Since(began) != time.Second {
			t.Errorf("slept %s: %v", time.Since(began), err)
		}
		if err := Sleep(ctx, 0); !errors.Is(err, over) {
			t.Errorf("a context that has ended: %v", err)
		}
	})
}
