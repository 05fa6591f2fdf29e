package chrome

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// choiceKeys are what Chrome goes by where its command line names no profile
// directory (chrome/common/pref_names.h).
var choiceKeys = []string{"last_used", "last_active_profiles"}

// choiceNote is the file in a profile that remembers the terminal's own choice
// while a Chrome of ours runs in another directory. It is there so that the next
// run puts back what a killed one could not.
const choiceNote = "poswarm.choice"

// keepChoice notes which profile directories Chrome opens by itself, before one of
// ours opens the directory that it was told to, which Chrome would open from then
// on, and in a window that makes it forget the others. A profile on which no Chrome
// has run has made no choice, nor one whose choice Chrome cannot read either.
func keepChoice(profile string) error {
	if err := putBackChoice(profile); err != nil {
		return err
	}
	if !IsProfile(profile) {
		return nil
	}
	state, damaged, err := readPreferences(filepath.Join(profile, "Local State"))
	if err != nil || damaged != nil {
		return err // a damaged one holds no choice
	}
	of, _ := state["profile"].(map[string]any)
	choice := map[string]any{}
	for _, key := range choiceKeys {
		if value, chosen := of[key]; chosen {
			choice[key] = value
		}
	}
	text, err := json.Marshal(choice)
	if err != nil {
		return fmt.Errorf("noting the profile's choice: %w", err)
	}
	return replaceFile(filepath.Join(profile, choiceNote), text)
}

// putBackChoice makes the noted choice the profile's again. No Chrome may run on
// it.
func putBackChoice(profile string) error {
	note := filepath.Join(profile, choiceNote)
	if _, err := os.Lstat(note); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	choice, lost, err := readPreferences(note)
	if err != nil {
		return err
	}
	file := filepath.Join(profile, "Local State")
	state, damaged, err := readPreferences(file)
	if err != nil {
		return err
	}
	if lost != nil || damaged != nil {
		return removeChoice(note) // nothing to put back, or nowhere to put it
	}
	of, known := state["profile"].(map[string]any)
	if !known {
		of = map[string]any{}
		state["profile"] = of
	}
	for _, key := range choiceKeys {
		if value, chosen := choice[key]; chosen {
			of[key] = value
		} else {
			delete(of, key)
		}
	}
	text, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("putting the profile's choice back: %w", err)
	}
	if err := replaceFile(file, text); err != nil {
		return err
	}
	return removeChoice(note)
}

func removeChoice(note string) error {
	if err := os.Remove(note); err != nil {
		return fmt.Errorf("putting the profile's choice back: %w", err)
	}
	return nil
}
