package warm

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/result"
)

func TestLoginWarning(t *testing.T) {
	now := time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC)
	at := func(d time.Duration) *string { return new(now.Add(d).Format(time.RFC3339)) }
	for name, c := range map[string]struct {
		until *string
		says  string
	}{
		"a week":           {at(7 * 24 * time.Hour), ""},
		"over the weekend": {at(2 * 24 * time.Hour), "ends on 2026-11-2"},
		"over":             {at(-time.Hour), "ends on 2026-11-25"},
		"not kept":         {nil, "ends with the browser"},
	} {
		if got := strings.Join(loginWarning(c.until, now), ";"); (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q in it", name, got, c.says)
		}
	}
}

func TestStorageWarnings(t *testing.T) {
	for name, c := range map[string]struct {
		storage *result.Storage
		says    []string
	}{
		"fine":         {&result.Storage{Usage: 1 << 20, Quota: 10 << 30, Persisted: true}, nil},
		"may go":       {&result.Storage{Usage: 1 << 20, Quota: 10 << 30}, []string{"may evict"}},
		"full":         {&result.Storage{Usage: 10 << 30, Quota: 10<<30 + 5, Persisted: true}, []string{"store 5 B more"}},
		"no https":     {nil, []string{"needs https"}},
		"over, may go": {&result.Storage{Usage: 11, Quota: 10}, []string{"may evict", "store 0 B more"}},
	} {
		got := storageWarnings(c.storage)
		if len(got) != len(c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
			continue
		}
		for i, text := range got {
			if !strings.Contains(text, c.says[i]) {
				t.Errorf("%s: %q, want %q in it", name, text, c.says[i])
			}
		}
	}
}

func TestDamageWarning(t *testing.T) {
	profile := t.TempDir()
	o := Options{Profile: profile, Lasting: true}
	if got := damageWarning(o); got != nil {
		t.Errorf("a new profile: %q", got)
	}
	file := filepath.Join(profile, "Default", "Preferences")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"": 1, `{"profile":`: 1, "null": 1, "{}": 0} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := damageWarning(o); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
