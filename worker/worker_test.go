// The tests of this package prove in real Chromium, with a small page of their own,
// what the worker does when the server is well, slow, silent, wrong or another one.
package worker_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"poswarm/worker"
	"poswarm/worker/internal/build"
)

// The committed script is what the source says.
func TestBundleIsFresh(t *testing.T) {
	want, err := build.Bundle("src")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(build.Target)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run `go generate ./worker`", build.Target)
	}
	head, _, _ := strings.Cut(string(got), "\n")
	if head != "// @odoo-module ignore" {
		t.Errorf("the first line is %q, and Odoo would take the script for a module", head)
	}
}

// Programs that embed the source know which version the built file is.
func TestVersionOfTheBundle(t *testing.T) {
	built, err := os.ReadFile(build.Target)
	if err != nil {
		t.Fatal(err)
	}
	version, err := worker.Version(built)
	if err != nil || version == "" {
		t.Fatalf("version %q, %v", version, err)
	}
	source, err := build.Version("src")
	if err != nil || source != version {
		t.Errorf("the header says %s, the source %s, %v", version, source, err)
	}
	if _, err := worker.Version([]byte("// another worker\n")); err == nil || !strings.Contains(err.Error(), "no version") {
		t.Errorf("a script without header: %v", err)
	}
}

func TestSourceIsEmbedded(t *testing.T) {
	if _, err := worker.Source.ReadFile("src/main.js"); err != nil {
		t.Error(err)
	}
}
