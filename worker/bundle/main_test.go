// The test of this package proves that the bundler runs where the worker's sources
// are, or says where to run it.
package main

import (
	"os"
	"strings"
	"testing"
)

func TestRunNeedsTheFolderOfTheWorker(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := run(); err == nil {
		t.Error("bundled without a source")
	}
	if err := os.MkdirAll("src", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("src/version.js", []byte("export const VERSION = 1;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(); err == nil || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("a version that is no string: %v", err)
	}
}
