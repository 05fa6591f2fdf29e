// Package build turns the modules of the worker into the one script that Odoo serves. It is apart
// from package worker so that programs that embed the worker do not carry a parser.
package build

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Target is the built file, seen from the folder of package worker. It lies outside every folder
// that an asset bundle of Odoo globs: Odoo's own worker is pulled into the page by such a glob.
const Target = "../addon/poswarm_offline_cache/worker/service-worker.js"

// The first line keeps Odoo's asset pipeline from ever treating the script as one of its modules.
const header = `// @odoo-module ignore
// POS Offline Reload %s, built from worker/src. SPDX-License-Identifier: LGPL-3.0-only`

var (
	versionLine = regexp.MustCompile(`(?m)^export const VERSION = "([^"]+)";$`)
	importLine  = regexp.MustCompile(`(?m)^import \{[^}]*\} from "\./([\w.-]+\.js)";\n`)
	exported    = regexp.MustCompile(`(?m)^export (async function|function|const|let|class) `)
	declared    = regexp.MustCompile(`(?m)^(?:async function|function|const|let|class) ([\w$]+)`)
	renamed     = regexp.MustCompile(`(?m)^import\b[^;]*\bas\b[^;]*;`)
	leftOver    = regexp.MustCompile(`(?m)^(?:import|export)\b.*$`)
)

// Bundle returns the script built from the modules in dir: their text as it was written, comments
// and names included, each module after those that it imports, without the words import and
// export. For that a name may be declared at the top of one module only, and imports keep names;
// both are checked here.
func Bundle(dir string) ([]byte, error) {
	version, err := Version(dir)
	if err != nil {
		return nil, err
	}
	b := bundle{dir: dir, seen: make(map[string]bool), owner: make(map[string]string)}
	fmt.Fprintf(&b.out, header+"\n(() => {\n\"use strict\";\n", version)
	if err := b.add("main.js"); err != nil {
		return nil, err
	}
	b.out.WriteString("})();\n")
	return b.out.Bytes(), parses(b.out.String())
}

type bundle struct {
	dir   string
	out   bytes.Buffer
	seen  map[string]bool
	owner map[string]string // name declared at the top of a module, to that module
}

// add writes the module of that name after all that it imports. Modules may import each other in
// circles: functions are hoisted, as they are between modules.
func (b *bundle) add(name string) error {
	if b.seen[name] {
		return nil
	}
	b.seen[name] = true
	source, err := os.ReadFile(filepath.Join(b.dir, name))
	if err != nil {
		return err
	}
	for _, match := range importLine.FindAllSubmatch(source, -1) {
		if err := b.add(string(match[1])); err != nil {
			return err
		}
	}
	if line := renamed.FindString(string(source)); line != "" {
		return fmt.Errorf("%s: cannot bundle %q: renamed imports are not supported\nhint: import it under its own name", name, line)
	}
	text := exported.ReplaceAllString(importLine.ReplaceAllString(string(source), ""), "$1 ")
	if line := leftOver.FindString(text); line != "" {
		return fmt.Errorf("%s: cannot bundle %q\nhint: import and export names as they are, each in a statement of its own", name, line)
	}
	for _, match := range declared.FindAllStringSubmatch(text, -1) {
		if other := b.owner[match[1]]; other != "" {
			return fmt.Errorf("%s is declared in %s and in %s\nhint: the modules become one script, so a name at the top of one must be its own", match[1], other, name)
		}
		b.owner[match[1]] = name
	}
	fmt.Fprintf(&b.out, "\n// ---- %s ----\n\n%s", name, strings.TrimLeft(text, "\n"))
	return nil
}

// parses reports a script that no browser would take.
func parses(script string) error {
	result := api.Transform(script, api.TransformOptions{Target: api.ES2022, LogLevel: api.LogLevelSilent})
	if len(result.Errors) == 0 {
		return nil
	}
	lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
	return errors.New(strings.TrimSpace(strings.Join(lines, "\n")))
}

// Version reads the version of the worker from its source.
func Version(dir string) (string, error) {
	source, err := os.ReadFile(filepath.Join(dir, "version.js"))
	if err != nil {
		return "", err
	}
	match := versionLine.FindSubmatch(source)
	if match == nil {
		return "", fmt.Errorf("no VERSION in %s\nhint: keep it as one line, export const VERSION = \"x.y.z\";", filepath.Join(dir, "version.js"))
	}
	return string(match[1]), nil
}
