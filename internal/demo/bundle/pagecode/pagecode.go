// Package pagecode bundles the demo's page code with esbuild.
package pagecode

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addonApp is the addon's page module, seen from internal/demo.
const addonApp = "../../addon/poswarm_offline_cache/static/src/app"

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

// Build makes one bundle; dir is the folder internal/demo.
func Build(dir string, t Target) ([]byte, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	entry, err := entryPoint(dir, t)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		Stdin:         &api.StdinOptions{Contents: entry, ResolveDir: dir, Sourcefile: "entry.js"},
		AbsWorkingDir: dir,
		Bundle:        true,
		Format:        api.FormatIIFE,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		Alias:         map[string]string{"@build": filepath.Join(dir, "web/src/builds", t.Build)},
		Banner:        map[string]string{"js": "// Built by go generate ./internal/demo from web/src; do not edit."},
	})
	if len(result.Errors) > 0 {
		messages := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, fmt.Errorf("bundle %s: %s", t.Output, strings.Join(messages, ""))
	}
	return result.OutputFiles[0].Contents, nil
}

// entryPoint imports the page module before the modules that it patches start:
// it must be in place when the POS makes objects of their classes.
func entryPoint(dir string, t Target) (string, error) {
	imports := []string{fmt.Sprintf("import %q;", t.Entry)}
	if t.PageModule {
		modules, err := pageModules(filepath.Join(dir, addonApp))
		if err != nil {
			return "", err
		}
		all := append([]string{"./web/src/core/odoo_loader.js"}, modules...)
		all = append(all, "./web/src/odoo_modules.js", t.Entry)
		imports = nil
		for _, m := range all {
			imports = append(imports, fmt.Sprintf("import %q;", m))
		}
	}
	return strings.Join(imports, "\n"), nil
}

// pageModules lists the scripts of the page module, folders included, as the
// addon's bundle has them.
func pageModules(dir string) ([]string, error) {
	var modules []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".js" {
			modules = append(modules, filepath.ToSlash(path))
		}
		return err
	})
	if err == nil && len(modules) == 0 {
		err = fmt.Errorf("no script in %s", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("list the page module: %w", err)
	}
	return modules, nil
}
