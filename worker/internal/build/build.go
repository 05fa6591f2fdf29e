// Package build turns the modules of the worker into the one script that Odoo serves. It is apart
// from package worker so that programs that embed the worker do not carry a bundler.
package build

import (
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

var versionLine = regexp.MustCompile(`(?m)^export const VERSION = "([^"]+)";$`)

// Bundle returns the script built from the modules in dir.
func Bundle(dir string) ([]byte, error) {
	version, err := Version(dir)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(dir, "main.js")},
		Bundle:      true,
		Format:      api.FormatIIFE,
		Target:      api.ES2022,
		Charset:     api.CharsetUTF8,
		TreeShaking: api.TreeShakingTrue,
		// Shorter spellings of the same, 400 bytes on the wire; names and lines stay.
		MinifySyntax: true,
		LogLevel:     api.LogLevelSilent,
		Plugins:      []api.Plugin{withoutCasts},
	})
	if len(result.Errors) > 0 {
		lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
		return nil, errors.New(strings.TrimSpace(strings.Join(lines, "\n")))
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("bundling %s gave %d files, want one", dir, len(result.OutputFiles))
	}
	// The header stays as it is: the version is read out of it again.
	return append(fmt.Appendf(nil, header+"\n", version), tidy(result.OutputFiles[0].Contents)...), nil
}

// What the script need not carry: comments, since the commented source is
// shipped beside it, and indentation. Together 900 of the 16384 bytes that it may have on the wire.
var (
	comment = regexp.MustCompile(`(?m)^ *// [^@].*\n`)
	pure    = regexp.MustCompile(`/\* @__PURE__ \*/ `)
	nothing = regexp.MustCompile(`\{\n *\}`)
	indent  = regexp.MustCompile(`(?m)^ +`)
)

func tidy(script []byte) []byte {
	script = comment.ReplaceAll(script, nil)
	script = pure.ReplaceAll(script, nil)
	script = nothing.ReplaceAll(script, []byte("{}"))
	return indent.ReplaceAll(script, nil)
}

// A type in a comment is the one kind of comment that esbuild keeps, on a line of
// its own in the middle of an expression or of a class. It means nothing in the
// built file, where there is nobody to check types.
var cast = regexp.MustCompile(`/\*\* @(?:type|param) \{[^*]* \*/`)

var withoutCasts = api.Plugin{Name: "without-casts", Setup: func(b api.PluginBuild) {
	b.OnLoad(api.OnLoadOptions{Filter: `\.js$`}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		source, err := os.ReadFile(a.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		plain := string(cast.ReplaceAll(source, nil))
		return api.OnLoadResult{Contents: &plain, Loader: api.LoaderJS}, nil
	})
}}

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
