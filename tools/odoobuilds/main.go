// Command odoobuilds writes docs/odoo-builds.md: what the page module touches of
// Odoo, why, and which builds have it. Given folders of Odoo's sources it looks
// the names up there first:
//
//	go run ./tools/odoobuilds [ID=DIR…]
//
// An ID names a build, such as 19.0-2026-06; DIR holds its folder addons. What is
// found is kept in docs/odoo-builds.json, so that others need no sources.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"poswarm/addon"
)

//go:generate go run . -C ../..

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "odoobuilds:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	docs := "docs"
	if len(args) > 1 && args[0] == "-C" {
		docs, args = filepath.Join(args[1], docs), args[2:]
	}
	declared, err := addon.Declared()
	if err != nil {
		return err
	}
	found, err := readLookups(docs)
	if err != nil {
		return err
	}
	for _, arg := range args {
		id, dir, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("%q is not ID=DIR", arg)
		}
		if err := found.lookUp(declared, id, dir); err != nil {
			return err
		}
	}
	if err := found.write(docs); err != nil {
		return err
	}
	page, err := render(declared, found)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, pageName), page, 0o644)
}
