package chrome

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTillsChoiceOfDirectoriesStays: Chrome opens by itself those that it had open
// last, which are the till's own, not ours.
func TestTillsChoiceOfDirectoriesStays(t *testing.T) {
	dir := t.TempDir()
	shut(t, open(t, dir))
	file := filepath.Join(dir, "Local State")
	state, _, err := readPreferences(file)
	if err != nil {
		t.Fatal(err)
	}
	of := state["profile"].(map[string]any)
	of["last_used"], of["last_active_profiles"] = "Default", []string{"Default", "Profile 1"}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, directory := range []string{"", "Kiosk7"} {
		shut(t, open(t, dir, func(o *Options) { o.ProfileDirectory = directory }))
		state, _, err := readPreferences(file)
		if err != nil {
			t.Fatal(err)
		}
		of := state["profile"].(map[string]any)
		if got := fmt.Sprintf("%v %v", of["last_used"], of["last_active_profiles"]); got != "Default [Default Profile 1]" {
			t.Errorf("after a run on %q the till opens %s", directory, got)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, choiceNote)); !os.IsNotExist(err) {
		t.Errorf("the note is left: %v", err)
	}
}

// TestChoiceOfAKilledRunIsPutBack: the rest of the file stays, to the digit.
func TestChoiceOfAKilledRunIsPutBack(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "Local State")
	if err := os.WriteFile(file, []byte(`{"profile":{"last_used":"Profile 1","last_active_profiles":["Profile 1"]}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := keepChoice(dir); err != nil {
		t.Fatal(err)
	}
	killed := `{"profile":{"last_used":"Kiosk7","last_active_profiles":["Kiosk7"],"picked":true},"id":13440079379064178000}`
	if err := os.WriteFile(file, []byte(killed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := keepChoice(dir); err != nil { // as the next start does
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	for _, part := range []string{`"last_used":"Profile 1"`, `"last_active_profiles":["Profile 1"]`, `"picked":true`, `13440079379064178000`} {
		if err != nil || !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s (%v)", part, text, err)
		}
	}
}
