// Package pagecode bundles the demo's page code with esbuild.
package pagecode

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addonApp is the addon's page module, seen from internal/demo.
const addonApp = "../../addon/poswarm_offline_cache/static/src/app"

const (
	loader = "./web/src/core/odoo_loader.js" // before the page module
	named  = "./web/src/odoo_modules.js"     // the demo's modules under Odoo's names
)

// Target is one bundle.
type Target struct {
	Output     string // relative to internal/demo
	Entry      string
	PageModule bool   // with the addon's page module
	Build      string // the build of Odoo whose page it is, a folder of web/src/builds
}

// Builds are the builds of Odoo that a page can be.
func Builds() []string { return []string{"19.0", "19.0-2026-06"} }

// Targets lists the bundles: the POS of each build, with the page module and
// without, and the back office.
func Targets() []Target {
	targets := []Target{{Output: "web/dist/backoffice.js", Entry: "./web/src/backoffice.js"}}
	for _, build := range Builds() {
		targets = append(targets,
			Target{Output: "web/dist/pos." + build + ".poswarm.js", Entry: "./web/src/main.js", PageModule: true, Build: build},
			Target{Output: "web/dist/pos." + build + ".stock-like.js", Entry: "./web/src/main.js", Build: build},
		)
	}
	return targets
}

// WithPageModule is the POS of a build, with the page module.
func WithPageModule(build string) Target {
	targets := Targets()
	return targets[slices.IndexFunc(targets, func(t Target) bool { return t.PageModule && t.Build == build })]
}

// Build makes one bundle; dir is the folder internal/demo.
func Build(dir string, t Target) ([]byte, error) {
	entries := []string{t.Entry}
	if t.PageModule {
		modules, err := pageModule(dir)
		if err != nil {
			return nil, err
		}
		// It must be in place when the POS makes objects of the classes that it patches.
		entries = append(modules, named, t.Entry)
	}
	code, err := bundle(dir, t.Build, entries, api.BuildOptions{
		Banner: map[string]string{"js": "// Built by go generate ./internal/demo from web/src; do not edit."},
	})
	if err != nil {
		return nil, fmt.Errorf("bundle %s: %w", t.Output, err)
	}
	return code, nil
}

// bundle puts scripts behind one another, with what they import; build is a folder of web/src/builds.
func bundle(dir, build string, scripts []string, o api.BuildOptions) ([]byte, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var entry strings.Builder
	for _, s := range scripts {
		fmt.Fprintf(&entry, "import %q;\n", s)
	}
	o.Stdin = &api.StdinOptions{Contents: entry.String(), ResolveDir: dir, Sourcefile: "entry.js"}
	o.AbsWorkingDir = dir
	o.Bundle = true
	o.Alias = map[string]string{"@build": filepath.Join(dir, "web/src/builds", build)}
	o.Format = api.FormatIIFE
	o.Target = api.ES2022
	o.Charset = api.CharsetUTF8
	result := api.Build(o)
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage}), ""))
	}
	return result.OutputFiles[0].Contents, nil
}

// pageModule lists the scripts of the page module behind the loader that they
// look Odoo's modules up in; folders included, as the addon's bundle has them.
func pageModule(dir string) ([]string, error) {
	root, err := filepath.Abs(filepath.Join(dir, addonApp))
	if err != nil {
		return nil, err
	}
	scripts := []string{loader}
	err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".js" {
			scripts = append(scripts, filepath.ToSlash(path))
		}
		return err
	})
	if err == nil && len(scripts) == 1 {
		err = fmt.Errorf("no script in %s", root)
	}
	if err != nil {
		return nil, fmt.Errorf("list the page module: %w", err)
	}
	return scripts, nil
}
