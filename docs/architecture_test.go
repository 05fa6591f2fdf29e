package docs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

const module = "poswarm/"

// law is the table "Who may import whom" of architecture.md.
type law struct {
	base []string
	rows []row
}

type row struct {
	place   string
	allowed []string
}

var (
	baseText = regexp.MustCompile(`(?s)the \*base packages\*:(.*?),\nwhich import`)
	lawRow   = regexp.MustCompile("(?m)^\\| `([\\w/]+)` \\|(.*)\\|$")
	named    = regexp.MustCompile("`([\\w/]+)`")
)

func readLaw(text string) (law, error) {
	base := baseText.FindStringSubmatch(text)
	if base == nil {
		return law{}, errors.New("architecture.md does not name the base packages")
	}
	l := law{base: names(base[1])}
	for _, found := range lawRow.FindAllStringSubmatch(text, -1) {
		allowed := names(found[2])
		if strings.HasPrefix(strings.TrimSpace(found[2]), "anything") {
			allowed = []string{""}
		}
		l.rows = append(l.rows, row{place: found[1], allowed: allowed})
	}
	return l, nil
}

func names(text string) []string {
	var list []string
	for _, found := range named.FindAllStringSubmatch(text, -1) {
		list = append(list, found[1])
	}
	return list
}

func within(path, place string) bool {
	return place == "" || path == place || strings.HasPrefix(path, place+"/")
}

func isAny(path string, places []string) bool {
	for _, place := range places {
		if within(path, place) {
			return true
		}
	}
	return false
}

// check says what is wrong with one import, or nothing.
func (l law) check(from, to string) error {
	if isAny(to, l.base) {
		return nil
	}
	if isAny(from, l.base) {
		return fmt.Errorf("%s is a base package and imports %s", from, to)
	}
	for _, r := range l.rows {
		if !within(from, r.place) {
			continue
		}
		if within(to, r.place) || isAny(to, r.allowed) && !(within(to, "cmd") && !within(from, "cmd")) {
			return nil
		}
		return fmt.Errorf("%s imports %s, which its row of docs/architecture.md does not allow", from, to)
	}
	return fmt.Errorf("%s has no row in docs/architecture.md", from)
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// TestLawOfImports compares the table of architecture.md with the code.
func TestLawOfImports(t *testing.T) {
	text, err := os.ReadFile("architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLaw(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "github.com/chromedp/") && from != "internal/chrome" {
				t.Errorf("%s imports %s: internal/chrome alone drives Chrome", from, imported)
			}
			if to, ours := strings.CutPrefix(imported, module); ours {
				if err := l.check(from, to); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestLawRefuses shows that the law can be broken.
func TestLawRefuses(t *testing.T) {
	l, err := readLaw("the *base packages*: `internal/hint`,\nwhich import\n| `warm` | `internal/chrome` |\n| `tools` | anything but `cmd` |\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"warm", "internal/chrome", true},
		{"warm", "warm/lock", true},
		{"warm", "internal/hint", true},
		{"warm", "verify", false},
		{"internal/hint", "warm", false},
		{"tools/soak", "verify", true},
		{"tools/soak", "cmd/poswarm", false},
		{"elsewhere", "warm", false},
	} {
		if err := l.check(c.from, c.to); (err == nil) != c.ok {
			t.Errorf("%s imports %s: %v", c.from, c.to, err)
		}
	}
}
