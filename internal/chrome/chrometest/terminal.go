package chrometest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"poswarm/internal/chrome"
)

// CopyTerminal makes another terminal of one: a copy with the settings of its Chrome, which
// chrome.CopyProfile leaves behind. The directory is Chrome's default one.
func CopyTerminal(ctx context.Context, from, to string) error {
	if err := chrome.CopyProfile(ctx, from, to, chrome.Selection{}); err != nil {
		return err
	}
	name := filepath.Join("Default", "Preferences")
	text, err := os.ReadFile(filepath.Join(from, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o700)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, name), text, 0o600)
}
