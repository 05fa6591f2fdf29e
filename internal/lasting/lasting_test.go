// The tests of this package prove when a log-in that ends, storage that may go or a
// wrong clock is worth a warning.
package lasting

import (
	"strings"
	"testing"
	"time"

	"poswarm/internal/result"
)

func TestLogin(t *testing.T) {
	now := time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC)
	at := func(d time.Duration) *string { return new(now.Add(d).Format(time.RFC3339)) }
	for name, c := range map[string]struct {
		until *string
		says  string
	}{
		"a week":           {at(7 * 24 * time.Hour), ""},
		"over the weekend": {at(2 * 24 * time.Hour), "ends on 2026-11-2"},
		"over":             {at(-time.Hour), "ended on 2026-11-25"},
		"not kept":         {nil, "no log-in that outlives its browser"},
	} {
		compare(t, name, Login(c.until, now), c.says)
	}
}

func TestStorage(t *testing.T) {
	for name, c := range map[string]struct {
		storage *result.Storage
		says    []string
	}{
		"fine":         {&result.Storage{Usage: 1 << 20, Quota: 10 << 30, Persisted: true}, nil},
		"may go":       {&result.Storage{Usage: 1 << 20, Quota: 10 << 30}, []string{"may evict"}},
		"full":         {&result.Storage{Usage: 10 << 30, Quota: 10<<30 + 5, Persisted: true}, []string{"store 5 B more"}},
		"no https":     {nil, []string{"no storage"}},
		"over, may go": {&result.Storage{Usage: 11, Quota: 10}, []string{"may evict", "store 0 B more"}},
	} {
		compare(t, name, Storage(c.storage), c.says...)
	}
}

func TestClock(t *testing.T) {
	compare(t, "right", Clock(-100*time.Second))
	compare(t, "ahead", Clock(time.Hour), "1h0m0s ahead of the server's")
	compare(t, "behind", Clock(-24*time.Hour), "24h0m0s behind the server's")
}

// compare wants a warning for each text, with a hint; "" for none.
func compare(t *testing.T, name string, got []result.Warning, says ...string) {
	t.Helper()
	if len(says) == 1 && says[0] == "" {
		says = nil
	}
	if len(got) != len(says) {
		t.Errorf("%s: %v, want %q", name, got, says)
		return
	}
	for i, w := range got {
		if !strings.Contains(w.Detail, says[i]) || w.Hint == "" || !w.Reason.Known() {
			t.Errorf("%s: %+v, want %q in it", name, w, says[i])
		}
	}
}
