// Typecheck checks the types of all packages and their tests for other platforms
// than this one, from the sources: without compiling anything that is a tenth of the
// work of `go vet`, whose other checks ask the same everywhere. A platform whose
// files are those of another in every package needs no look of its own.
//
//	typecheck GOOS/GOARCH…
package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	if err := run(".", os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string, platforms []string) error {
	native, err := files(folder, os.Environ())
	if err != nil {
		return err
	}
	seen := map[string]string{native: "this one"}
	var bad []error
	for _, platform := range platforms {
		system, processor, ok := strings.Cut(platform, "/")
		if !ok {
			return fmt.Errorf("%q is not GOOS/GOARCH", platform)
		}
		env := append(os.Environ(), "GOOS="+system, "GOARCH="+processor, "CGO_ENABLED=0")
		own, err := files(folder, env)
		if err != nil {
			return err
		}
		if same := seen[own]; same != "" {
			fmt.Printf("%s has the files of %s\n", platform, same)
			continue
		}
		seen[own] = platform
		n, err := check(folder, env)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", platform, err))
		}
		fmt.Printf("%s: %d packages\n", platform, n)
	}
	return errors.Join(bad...)
}

// files lists what all packages are made of.
func files(folder string, env []string) (string, error) {
	command := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.GoFiles}} {{.CgoFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}", "./...")
	command.Dir, command.Env, command.Stderr = folder, env, os.Stderr
	text, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("listing the files: %w", err)
	}
	return string(text), nil
}

// check type-checks all packages of the folder with their tests. What they import is
// read for its declarations only.
func check(folder string, env []string) (int, error) {
	root, err := filepath.Abs(folder)
	if err != nil {
		return 0, err
	}
	roots, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
		Dir: root, Env: env, Tests: true,
		ParseFile: func(set *token.FileSet, name string, text []byte) (*ast.File, error) {
			file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
			if file != nil && !strings.HasPrefix(name, root+string(filepath.Separator)) {
				stripBodies(file)
			}
			return file, err
		},
	}, "./...")
	if err != nil {
		return 0, fmt.Errorf("loading the packages: %w", err)
	}
	var bad []error
	told := map[string]bool{} // a package is checked with its tests and without
	for _, one := range roots {
		if strings.HasSuffix(one.PkgPath, ".test") {
			continue // go test's own program
		}
		for _, err := range one.Errors {
			if !told[err.Error()] {
				told[err.Error()] = true
				bad = append(bad, err)
			}
		}
	}
	return len(roots), errors.Join(bad...)
}

func stripBodies(file *ast.File) {
	for _, declared := range file.Decls {
		if function, ok := declared.(*ast.FuncDecl); ok {
			function.Body = nil
		}
	}
}
