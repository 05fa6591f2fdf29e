package main

import (
	"bytes"
	"fmt"
	"strings"

	"poswarm/addon"
)

const head = `# What the page module relies on in Odoo

Generated from ` + "`static/src/app/declared.js`" + ` of the addon and from odoo-builds.json by ` +
	"`go generate ./tools/odoobuilds`" + `; do not edit.

When a POS page loads, each of these names is looked up. What this Odoo does not have, or has as
something else, switches off the patch that relies on it and no other: the POS is Odoo's own there,
and the terminal says so (` + "`window.poswarm.patches`" + ` and the console in the page, ` + "`prime`, `inspect` and `verify`" + `
outside of it). What begins with *dom* or *storage* is known by sight only and not looked up.
`

// render writes the page. Every name must have been looked up in every build.
func render(declared addon.Declarations, f lookups) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(head)
	for _, patch := range declared.Patches {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", patch.Name, patch.Why)
		if len(patch.Relies) == 0 {
			b.WriteString("\nRelies on nothing of Odoo's code.\n")
			continue
		}
		fmt.Fprintf(&b, "\n| name | %s |\n| --- |%s\n", strings.Join(f.ids(), " | "), strings.Repeat(" --- |", len(f.ids())))
		for _, text := range patch.Relies {
			cells, err := cells(f, text)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&b, "| `%s` |%s\n", text, cells)
		}
	}
	b.WriteString("\n## Where the names come from\n\n| name | module | export |\n| --- | --- | --- |\n")
	for _, name := range sortedKeys(declared.Names) {
		module, export, _ := strings.Cut(declared.Names[name], ":")
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` |\n", name, module, export)
	}
	return b.Bytes(), nil
}

func cells(f lookups, text string) (string, error) {
	var b strings.Builder
	for _, id := range f.ids() {
		has, known := f.Builds[id][text]
		if !known {
			return "", fmt.Errorf("%s was not looked up in build %s\nhint: go run ./tools/odoobuilds %s=DIR", text, id, id)
		}
		if has {
			b.WriteString(" yes |")
		} else {
			b.WriteString(" **no** |")
		}
	}
	return b.String(), nil
}
