package addon

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"poswarm/internal/hint"
)

// Trees under construction and trees on their way out, named so that Odoo sees no addon
// in them and the next export finds what a killed one left.
const (
	newPattern = ".poswarm-new-*"
	oldPattern = ".poswarm-old-*"
)

func exportFolder(target string, files []file) error {
	if err := checkAddonsPath(target); err != nil {
		return err
	}
	created, err := makeFolder(target)
	if err != nil {
		return err
	}
	if err := replaceTree(target, files); err != nil {
		if created {
			// Only when it is empty, as it was before.
			_ = os.Remove(target)
		}
		return err
	}
	return nil
}

// checkAddonsPath tells whether the addon may be put into target without touching
// anything that is not ours.
func checkAddonsPath(target string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", target, err)
	}
	ours := filepath.Join(target, Name)
	switch err := checkSeal(os.DirFS(ours)); {
	case err == nil:
		return nil
	case exists(ours) && errors.Is(err, errNoSeal):
		return hint.Add(fmt.Errorf("%s exists and %w", ours, err), "move it away, or choose another path")
	case exists(ours):
		return hint.Add(fmt.Errorf("%s is an earlier export, but %w", ours, err), "move your change away first")
	}
	if len(withoutLeftovers(entries)) == 0 || holdsAddon(target, entries) {
		return nil
	}
	return hint.Add(fmt.Errorf("%s is not empty and holds no addon", target), "give a new folder, or one of Odoo's addons paths")
}

func withoutLeftovers(entries []fs.DirEntry) []fs.DirEntry {
	var others []fs.DirEntry
	for _, entry := range entries {
		if !isLeftover(entry.Name()) {
			others = append(others, entry)
		}
	}
	return others
}

func isLeftover(name string) bool {
	for _, pattern := range []string{newPattern, oldPattern} {
		if match, _ := filepath.Match(pattern, name); match {
			return true
		}
	}
	return false
}

func holdsAddon(target string, entries []fs.DirEntry) bool {
	for _, entry := range entries {
		if exists(filepath.Join(target, entry.Name(), "__manifest__.py")) {
			return true
		}
	}
	return false
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

func makeFolder(name string) (created bool, err error) {
	created = !exists(name)
	if err := os.MkdirAll(name, 0o755); err != nil {
		return false, fmt.Errorf("make %s: %w", name, err)
	}
	return created, nil
}

// replaceTree builds the whole tree beside its place and then moves it there, so that
// no reader and no crash ever finds half an addon.
func replaceTree(target string, files []file) (err error) {
	sweep(target)
	fresh, err := os.MkdirTemp(target, newPattern)
	if err != nil {
		return fmt.Errorf("make a folder in %s: %w", target, err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(fresh)
		}
	}()
	// MkdirTemp makes it for this user only; Odoo runs as another.
	if err := os.Chmod(fresh, 0o755); err != nil {
		return err
	}
	if err := writeTree(fresh, files); err != nil {
		return err
	}
	return swap(fresh, filepath.Join(target, Name))
}

// sweep removes what an export that was killed left behind; it holds nothing else.
func sweep(target string) {
	for _, pattern := range []string{newPattern, oldPattern} {
		left, _ := filepath.Glob(filepath.Join(target, pattern))
		for _, name := range left {
			_ = os.RemoveAll(name)
		}
	}
}

func writeTree(root string, files []file) error {
	for _, f := range files {
		name := filepath.Join(root, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		if err := os.WriteFile(name, f.text, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	return nil
}

// swap puts fresh in the place of the earlier tree, and the earlier tree back if that
// does not work.
func swap(fresh, place string) error {
	if !exists(place) {
		return os.Rename(fresh, place)
	}
	old, err := os.MkdirTemp(filepath.Dir(place), oldPattern)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(old) }()
	away := filepath.Join(old, Name)
	if err := os.Rename(place, away); err != nil {
		return fmt.Errorf("move the earlier export away: %w", err)
	}
	if err := os.Rename(fresh, place); err != nil {
		return errors.Join(fmt.Errorf("move the export into its place: %w", err), os.Rename(away, place))
	}
	return nil
}
