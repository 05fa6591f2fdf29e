// Package docs holds no code. Its tests keep the documents honest.
package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"poswarm/internal/report"
)

var (
	decisionName = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}-[a-z0-9.-]+\.md$`)
	decisionHead = regexp.MustCompile(`\A# (.+)\n\nStatus: (Decided|Proposed|Amended by .+|Superseded by .+|Amends .+)\.\n`)
)

// TestEveryDecisionIsListed compares the files with the table in README.md.
func TestEveryDecisionIsListed(t *testing.T) {
	index, err := os.ReadFile(filepath.Join("decisions", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("decisions")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Count(string(index), "\n| 2")
	files := 0
	for _, e := range entries {
		if e.Name() == "README.md" {
			continue
		}
		files++
		if !decisionName.MatchString(e.Name()) {
			t.Errorf("%s: a decision is called YYYY-MM-DD-title.md", e.Name())
			continue
		}
		text, err := os.ReadFile(filepath.Join("decisions", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		head := decisionHead.FindStringSubmatch(string(text))
		if head == nil {
			t.Errorf("%s: a decision opens with a title, an empty line and its status", e.Name())
			continue
		}
		row := "| " + e.Name()[:10] + " | [" + head[1] + "](" + e.Name() + ") | " + head[2] + " |\n"
		if !strings.Contains(string(index), row) {
			t.Errorf("docs/decisions/README.md has no row\n%s", row)
		}
	}
	if rows != files {
		t.Errorf("docs/decisions/README.md has %d rows for %d files", rows, files)
	}
}

// TestEveryFormatIsDescribed compares the sections of formats.md with the
// program.
func TestEveryFormatIsDescribed(t *testing.T) {
	text, err := os.ReadFile("formats.md")
	if err != nil {
		t.Fatal(err)
	}
	var sections []string
	for _, found := range regexp.MustCompile(`(?m)^## (.+)$`).FindAllStringSubmatch(string(text), -1) {
		sections = append(sections, found[1])
	}
	if !slices.Equal(sections, report.Kinds()) {
		t.Errorf("formats.md describes %v, the program has %v", sections, report.Kinds())
	}
}

// banned are words for what the glossary calls something else.
var banned = map[string]string{"till": "terminal", "tills": "terminals", "picture": "image", "pictures": "images"}

// Public documents, the Makefile and the titles of scenarios use the words of the
// glossary. What stands in code, and where a link leads, is left out.
func TestGlossary(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	fragments, err := filepath.Glob("../changelog.d/*.md")
	if err != nil {
		t.Fatal(err)
	}
	stories, err := filepath.Glob("../scenarios/*.yaml")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`|\\]\\([^)\n]*\\)")
	word := regexp.MustCompile(`[A-Za-z]+`)
	for _, page := range slices.Concat(pages, fragments, stories, []string{"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md", "../Makefile"}) {
		if page == "glossary.md" {
			continue
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(code.ReplaceAllStringFunc(string(text), blank), "\n") {
			if filepath.Ext(page) == ".yaml" && !strings.HasPrefix(line, "title:") {
				continue
			}
			for _, w := range word.FindAllString(line, -1) {
				if term := banned[strings.ToLower(w)]; term != "" {
					t.Errorf("%s:%d says %q, the glossary %q", page, n+1, w, term)
				}
			}
		}
	}
}

// blank keeps the lines of a text and nothing else of it.
func blank(text string) string { return strings.Repeat("\n", strings.Count(text, "\n")) }

// codeWord finds the words in a name: FirstVisit, first_visit.go.
var codeWord = regexp.MustCompile(`[A-Z]?[a-z]+`)

// What the program itself exports, and how its files are named, uses the words of the
// glossary too. Tests may speak as a shop does.
func TestGlossaryInNames(t *testing.T) {
	for _, file := range sources(t) {
		names := []string{filepath.Base(file)}
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				names = append(names, n.Name.Name)
			case *ast.FuncDecl:
				if n.Name.IsExported() {
					names = append(names, n.Name.Name)
				}
			}
			return true
		})
		for _, name := range names {
			for _, w := range codeWord.FindAllString(name, -1) {
				if term := banned[strings.ToLower(w)]; term != "" {
					t.Errorf("%s: the name %s says %q, the glossary %q", file, name, w, term)
				}
			}
		}
	}
}

// sources lists the program's Go files without tests.
func sources(t *testing.T) []string {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "*.go", ":!*_test.go")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("no list of files: %v", err)
	}
	return strings.Fields(string(out))
}
