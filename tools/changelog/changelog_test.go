// The tests of this package prove that every fragment ends up once in the log, under
// its kind, that a release takes all of them, and that those which are there now
// are well formed.
package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const before = `# Changelog

Words.

## Unreleased

### Added

- An old entry.

### Removed

- Gone.

## 19.0.1.0.0, 2026-01-02

### Fixed

- Older.
`

// repository is one with a log and fragments.
func repository(t *testing.T, log string, fragments map[string]string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, folderName), 0o700); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{logName: log, filepath.Join(folderName, "README.md"): "# How\n"}
	for name, text := range fragments {
		files[filepath.Join(folderName, name)] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func logOf(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, logName))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCollect(t *testing.T) {
	root := repository(t, before, map[string]string{
		"added-a-thing.md": "A thing\nin two lines.\n", "fixed-one.md": "One is right.\n", "fixed-two.md": "Two is right.",
	})
	if err := run(root, "", ""); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(before, "- An old entry.\n", "- A thing in two lines.\n- An old entry.\n\n### Fixed\n\n- One is right.\n- Two is right.\n", 1)
	if got := logOf(t, root); got != want {
		t.Errorf("the log is\n%s\nwant\n%s", got, want)
	}
	if left, _ := filepath.Glob(filepath.Join(root, folderName, "*")); len(left) != 1 {
		t.Errorf("left in the folder: %v", left)
	}
	if err := run(root, "", ""); err != nil || logOf(t, root) != want {
		t.Errorf("without fragments the log changes: %v", err)
	}
}

func TestRelease(t *testing.T) {
	root := repository(t, before, map[string]string{"security-a-lock.md": "A lock."})
	if err := run(root, "19.0.1.1.0", "2026-02-03"); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(before, "## Unreleased\n", "## Unreleased\n\n## 19.0.1.1.0, 2026-02-03\n", 1)
	want = strings.Replace(want, "- Gone.\n", "- Gone.\n\n### Security\n\n- A lock.\n", 1)
	if got := logOf(t, root); got != want {
		t.Errorf("the log is\n%s\nwant\n%s", got, want)
	}
	if err := run(root, "19.0.1.2.0", "2026-02-04"); err == nil {
		t.Error("a release of nothing")
	}
	again := repository(t, before, map[string]string{"fixed-one.md": "One is right."})
	if err := run(again, "19.0.1.0.0", "2026-02-03"); err == nil || logOf(t, again) != before {
		t.Errorf("a version twice: %v", err)
	}
}

// A new section has no headings yet.
func TestFirstEntryOfASection(t *testing.T) {
	for _, log := range []string{"## Unreleased\n", "## Unreleased\n\n## 1, 2026-01-02\n"} {
		got, err := collect(log, []fragment{{kind: "fixed", text: "It is right."}, {kind: "added", text: "It is there."}})
		want := strings.Replace(log, "## Unreleased\n", "## Unreleased\n\n### Added\n\n- It is there.\n\n### Fixed\n\n- It is right.\n", 1)
		if err != nil || got != want {
			t.Errorf("%q gives %q, want %q: %v", log, got, want, err)
		}
	}
}

func TestMistakesInFragments(t *testing.T) {
	for name, text := range map[string]string{
		"fixd-one.md": "It is right.", "fixed.md": "It is right.", "fixed-one.txt": "It is right.",
		"fixed-empty.md": " \n", "fixed-list.md": "- It is right.", "fixed-open.md": "It is right",
	} {
		root := repository(t, before, map[string]string{name: text})
		if err := run(root, "", ""); err == nil || !strings.Contains(err.Error(), name) || logOf(t, root) != before {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFragmentsOfThisRepository(t *testing.T) {
	if _, err := readFragments(filepath.Join("..", "..", folderName)); err != nil {
		t.Error(err)
	}
	if _, _, _, err := split(logOf(t, filepath.Join("..", ".."))); err != nil {
		t.Error(err)
	}
}
