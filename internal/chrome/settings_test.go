package chrome

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// TestCopyTakesWhatPagesAreAllowed asks a page of the copy, and looks that nothing
// else of the preferences came along.
func TestCopyTakesWhatPagesAreAllowed(t *testing.T) {
	s := newSite(t)
	profile := t.TempDir()
	file := filepath.Join(profile, "Default", "Preferences")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	key, err := settingKey(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	text := `{"account":"somebody","profile":{"name":"somebody","content_settings":{"exceptions":{"durable_storage":{"` + key + `":{"setting":1}},"javascript":{"` + key + `":{"setting":2}}}}}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for settings, want := range map[bool]string{true: "without scripts", false: "with scripts"} {
		copied := filepath.Join(t.TempDir(), "copy")
		if err := CopyProfile(t.Context(), profile, copied, Selection{Settings: settings}); err != nil {
			t.Fatal(err)
		}
		taken, err := os.ReadFile(filepath.Join(copied, "Default", "Preferences"))
		if settings != (err == nil) || strings.Contains(string(taken), "somebody") {
			t.Errorf("taken %q, %v", taken, err)
		}
		b := open(t, copied)
		p := firstPage(t, b)
		visit(t, p, s.URL+"/scripted")
		for wait := pacetest.For(t, 10*time.Second, "the page"); eval[string](t, p, `document.readyState`) != "complete"; {
			wait.Over(t)
		}
		if got := eval[string](t, p, `document.title`); got != want {
			t.Errorf("the page of a copy, settings %t: %q", settings, got)
		}
		shut(t, b)
	}
}
