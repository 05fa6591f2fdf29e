// The test of this package proves that an error which only another platform has is
// found.
package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// module makes a module of these files.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	files["go.mod"] = "module shop\n\ngo 1.26\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// other is a platform that is not this one.
func other() (string, string) {
	if runtime.GOOS == "windows" {
		return "linux/amd64", "linux"
	}
	return "windows/amd64", "windows"
}

// What only the other platform has wrong is found, in tests too.
func TestOtherPlatformsErrorsAreFound(t *testing.T) {
	platform, system := other()
	for name, text := range map[string]string{
		"till_" + system + ".go":      "package shop\n\nvar till int = \"one\"\n",
		"till_" + system + "_test.go": "package shop\n\nvar till int = \"one\"\n",
	} {
		folder := module(t, map[string]string{"shop.go": "package shop\n", name: text})
		err := run(folder, []string{platform})
		if err == nil || strings.Count(err.Error(), "cannot use") != 1 || !strings.Contains(err.Error(), name+":3:") {
			t.Errorf("%s: %v", name, err)
		}
	}
	folder := module(t, map[string]string{"shop.go": "package shop\n\nimport \"os\"\n\nvar _ = os.Getpid()\n", "till_" + system + ".go": "package shop\n"})
	if err := run(folder, []string{platform}); err != nil {
		t.Errorf("nothing is wrong: %v", err)
	}
	if err := run(folder, []string{"windows"}); err == nil {
		t.Error("no processor is named")
	}
}
