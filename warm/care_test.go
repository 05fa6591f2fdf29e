package warm

import (
	"os"
	"path/filepath"
	"testing"
)

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
