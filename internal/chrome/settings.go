package chrome

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// settingsOfPages lead to the preferences that decide what a page may do. The rest
// of a profile's preferences is about its user.
var settingsOfPages = [][]string{
	{"profile", "content_settings"},
	{"profile", "default_content_setting_values"},
	{"webkit", "webprefs"},
}

// copySettings has pages of a copy be allowed what they are in the profile.
// Damaged preferences are none.
func copySettings(from, to string) error {
	preferences, _, err := readPreferences(filepath.Join(from, "Preferences"))
	if err != nil {
		return err
	}
	taken := map[string]map[string]any{}
	for _, path := range settingsOfPages {
		group, _ := preferences[path[0]].(map[string]any)
		value, has := group[path[1]]
		if !has {
			continue
		}
		if taken[path[0]] == nil {
			taken[path[0]] = map[string]any{}
		}
		taken[path[0]][path[1]] = value
	}
	if len(taken) == 0 {
		return nil
	}
	text, err := json.Marshal(taken)
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "Preferences"), text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("copying the settings of pages: %w", err)
	}
	return nil
}
