package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/internal/report"
	"poswarm/internal/result"
)

// verdictOf is a document with one scenario.
func verdictOf(outcome result.Outcome) *result.Verify {
	doc := result.NewVerify("fresh", result.Target{URL: "http://shop"})
	doc.Scenarios = append(doc.Scenarios, result.Scenario{Name: "cold-start", Result: outcome})
	return doc
}

func sinkOf(t *testing.T, kind, file string) sink {
	t.Helper()
	format, ok := report.Lookup(kind)
	if !ok {
		t.Fatalf("no format %s", kind)
	}
	return sink{format, file}
}

// TestUnwritableFile: a result file that cannot be written takes the result
// from no other place, hides no bad verdict and leaves no good one.
func TestUnwritableFile(t *testing.T) {
	for outcome, want := range map[result.Outcome]int{
		result.Passed: exitCannotTell, result.Failed: exitCheckFailed, result.Error: exitCannotTell,
	} {
		var stdout, stderr bytes.Buffer
		env := testEnvironment(&stdout, &stderr)
		env.writeFile = func(name string, _ []byte) error {
			if filepath.Base(name) == "report.html" {
				return errors.New("no space left on device")
			}
			return os.WriteFile(name, nil, 0o600)
		}
		other := filepath.Join(t.TempDir(), "out.xml")
		all := outputs{sinkOf(t, "table", ""), sinkOf(t, "junit", other)}.withReport(t.TempDir())
		err := all.finish(env, verdictOf(outcome), false)
		if got := exitCode(err); got != want {
			t.Errorf("%s: exit code %d, want %d (%v)", outcome, got, want, err)
		}
		said := stderr.String()
		if worthSaying(err) {
			said += err.Error()
		}
		if !strings.Contains(said, "no space left on device") {
			t.Errorf("%s: nobody says what could not be written: %q", outcome, said)
		}
		if !strings.Contains(stdout.String(), "1 scenario: 1 "+string(outcome)) {
			t.Errorf("%s: on stdout:\n%s", outcome, stdout.String())
		}
		if _, err := os.Stat(other); err != nil {
			t.Errorf("%s: the other file: %v", outcome, err)
		}
	}
}

// TestGithubSummaryIsAddedTo: the file belongs to all steps of a job.
func TestGithubSummaryIsAddedTo(t *testing.T) {
	var stdout bytes.Buffer
	env := testEnvironment(&stdout, &stdout)
	page := filepath.Join(t.TempDir(), "summary.md")
	env.getenv = func(name string) string { return map[string]string{githubSummary: page}[name] }
	if err := os.WriteFile(page, []byte("the step before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := outputs{sinkOf(t, "github", "")}.finish(env, verdictOf(result.Failed), false)
	if exitCode(bad) != exitCheckFailed {
		t.Errorf("%v", bad)
	}
	text, err := os.ReadFile(page)
	if err != nil || !strings.HasPrefix(string(text), "the step before\n### ") || !strings.Contains(string(text), "| cold-start | failed |") {
		t.Errorf("the summary: %s, %v", text, err)
	}
	if strings.Contains(stdout.String(), "###") || !strings.HasPrefix(stdout.String(), "::error title=cold-start%3A failed::") {
		t.Errorf("on stdout:\n%s", stdout.String())
	}
}
