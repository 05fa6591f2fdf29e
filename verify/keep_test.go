package verify

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/internal/redact"
	"poswarm/internal/result"
)

// failed is a verdict with something to keep.
func failed() (*result.Scenario, evidence) {
	return &result.Scenario{Name: "cold-start", Config: 1, Result: result.Failed, Reason: result.BlankPage, Detail: "the page was empty"},
		evidence{harFile: []byte("har"), gateFile: []byte("gate")}
}

// TestEvidenceReplacesThatOfAnEarlierRun: a screenshot of yesterday beside the
// verdict of today would lie.
func TestEvidenceReplacesThatOfAnEarlierRun(t *testing.T) {
	root := t.TempDir()
	out, kept := failed()
	folder := evidenceFolder(root, out)
	for _, name := range []string{screenshotFile, "notes.txt"} {
		_ = os.MkdirAll(folder, 0o700)
		if err := os.WriteFile(filepath.Join(folder, name), []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := kept.write(folder, out, redact.New()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, screenshotFile)); !os.IsNotExist(err) {
		t.Errorf("the old screenshot is still there: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "notes.txt")); string(text) != "old" {
		t.Errorf("a file that is not ours: %s, %v", text, err)
	}
	if out.Evidence != folder || verdictIn(t, folder).Detail != "the page was empty" {
		t.Errorf("%+v", out)
	}
}

// TestEvidenceThatCannotBeWritten neither hides the verdict nor turns into a
// pass, and one file takes no other with it.
func TestEvidenceThatCannotBeWritten(t *testing.T) {
	t.Run("no folder", func(t *testing.T) {
		out, kept := failed()
		root := t.TempDir()
		folder := evidenceFolder(root, out)
		if err := os.WriteFile(folder, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if kept.write(folder, out, redact.New()) == nil {
			t.Error("no error")
		}
		stillFailed(t, out)
		if out.Evidence != "" {
			t.Errorf("the evidence is said to be in %s", out.Evidence)
		}
	})
	for _, name := range []string{harFile, verdictFile} {
		t.Run(name, func(t *testing.T) {
			out, kept := failed()
			folder := evidenceFolder(t.TempDir(), out)
			if err := os.MkdirAll(filepath.Join(folder, name, "in the way"), 0o700); err != nil {
				t.Fatal(err)
			}
			if kept.write(folder, out, redact.New()) == nil {
				t.Error("no error")
			}
			stillFailed(t, out)
			if text, err := os.ReadFile(filepath.Join(folder, gateFile)); string(text) != "gate" {
				t.Errorf("%s: %s, %v", gateFile, text, err)
			}
			if name == harFile {
				kept := verdictIn(t, folder)
				stillFailed(t, &kept)
			}
		})
	}
}

// TestEveryFileIsDescribed compares docs/evidence.md with the program.
func TestEveryFileIsDescribed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "evidence.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range evidenceFiles {
		if !strings.Contains(string(text), name) {
			t.Errorf("docs/evidence.md does not tell of %s", name)
		}
	}
}

func stillFailed(t *testing.T, out *result.Scenario) {
	t.Helper()
	if out.Result != result.Failed || out.Reason != result.BlankPage ||
		!strings.HasPrefix(out.Detail, "the page was empty (evidence is incomplete: ") {
		t.Errorf("%s (%s): %s", out.Result, out.Reason, out.Detail)
	}
}

func verdictIn(t *testing.T, folder string) (out result.Scenario) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, verdictFile))
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
