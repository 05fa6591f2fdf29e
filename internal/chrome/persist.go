package chrome

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// durablePath leads to the origins whose storage Chrome does not evict when the
// disk gets full (components/content_settings, durable_storage). A permission
// that is given over the protocol ends with the connection; this one lasts.
var durablePath = []string{"profile", "content_settings", "exceptions", "durable_storage"}

// allowed is CONTENT_SETTING_ALLOW.
const allowed = 1

// keepStorage makes the storage of an origin persistent, in a profile that no
// Chrome uses. The rest of its preferences stays as it is.
func keepStorage(profile, directory, origin string) error {
	key, err := settingKey(origin)
	if err != nil {
		return err
	}
	file := preferencesOf(profile, directory)
	preferences, damaged, err := readPreferences(file)
	if err != nil {
		return err
	}
	if damaged != nil {
		// As Chrome itself does at its start; the name is Chrome's.
		if err := os.Rename(file, filepath.Join(filepath.Dir(file), "Preferences.bad")); err != nil {
			return fmt.Errorf("putting damaged preferences aside: %w", err)
		}
	}
	at := preferences
	for _, name := range durablePath {
		next, ok := at[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[name] = next
		}
		at = next
	}
	if isAllowed(at[key]) {
		return nil
	}
	at[key] = map[string]any{"setting": allowed}
	text, err := json.Marshal(preferences)
	if err != nil {
		return fmt.Errorf("making the storage persistent: %w", err)
	}
	return replaceFile(file, text)
}

// DamagedPreferences says that a profile has preferences that Chrome cannot read, nil
// otherwise.
func DamagedPreferences(profile, directory string) error {
	_, damaged, err := readPreferences(preferencesOf(profile, directory))
	if err != nil {
		return err
	}
	return damaged
}

// KeepsStorage tells whether Chrome leaves the storage of an origin alone when
// the disk gets full. An empty directory means the one that Chrome used last.
func KeepsStorage(profile, directory, origin string) bool {
	key, err := settingKey(origin)
	if err != nil {
		return false
	}
	preferences, _, err := readPreferences(preferencesOf(profile, directory))
	if err != nil {
		return false
	}
	at := preferences
	for _, name := range durablePath {
		at, _ = at[name].(map[string]any)
	}
	return isAllowed(at[key])
}

func isAllowed(entry any) bool {
	setting, _ := entry.(map[string]any)
	value, _ := setting["setting"].(json.Number)
	return value.String() == fmt.Sprint(allowed)
}

func preferencesOf(profile, directory string) string {
	if directory == "" {
		directory = lastUsed(profile)
	}
	return filepath.Join(profile, directory, "Preferences")
}

// settingKey is an origin as Chrome's content settings write it, port included.
func settingKey(origin string) (string, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" {
		return "", fmt.Errorf("%q is not an origin", origin)
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	host := u.Host
	if u.Port() == "" {
		host += ":" + port
	}
	return u.Scheme + "://" + host + ",*", nil
}

// readPreferences reads them; a young profile has none. Numbers keep every digit.
// Damaged ones, as a power cut leaves them, are none for Chrome, and so for us.
func readPreferences(file string) (preferences map[string]any, damaged, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]any{}, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading Chrome's preferences: %w", err)
	}
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	if err := reader.Decode(&preferences); err != nil || preferences == nil {
		return map[string]any{}, fmt.Errorf("the preferences of the profile, %s, are damaged", file), nil
	}
	return preferences, nil, nil
}

// replaceFile writes a file whole or not at all, a power cut included.
func replaceFile(file string, text []byte) error {
	const doing = "writing Chrome's preferences: %w"
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf(doing, err)
	}
	next, err := os.CreateTemp(filepath.Dir(file), "Preferences-*.tmp")
	if err != nil {
		return fmt.Errorf(doing, err)
	}
	_, err = next.Write(text)
	err = errors.Join(err, next.Sync(), next.Close())
	if err == nil {
		err = os.Rename(next.Name(), file)
	}
	if err != nil {
		_ = os.Remove(next.Name())
		return fmt.Errorf(doing, err)
	}
	return nil
}
