package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"poswarm/addon"
)

const (
	dataName = "odoo-builds.json"
	pageName = "odoo-builds.md"
)

// lookups says what each build has: what was looked up, by build.
type lookups struct {
	Builds map[string]map[string]bool `json:"builds"`
}

func readLookups(docs string) (lookups, error) {
	f := lookups{Builds: map[string]map[string]bool{}}
	text, err := os.ReadFile(filepath.Join(docs, dataName))
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, fmt.Errorf("%s: %w", dataName, err)
	}
	return f, nil
}

func (f lookups) write(docs string) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(f); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, dataName), text.Bytes(), 0o644)
}

// lookUp replaces what is known of one build.
func (f lookups) lookUp(declared addon.Declarations, id, dir string) error {
	s := source{dir: dir, names: declared.Names, files: map[string]string{}}
	has := map[string]bool{}
	for _, patch := range declared.Patches {
		for _, text := range patch.Relies {
			reliance, err := addon.ParseReliance(text)
			if err != nil {
				return err
			}
			if has[text], err = s.has(reliance); err != nil {
				return fmt.Errorf("build %s: look up %s: %w", id, text, err)
			}
		}
	}
	f.Builds[id] = has
	return nil
}

func (f lookups) ids() []string { return sortedKeys(f.Builds) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
