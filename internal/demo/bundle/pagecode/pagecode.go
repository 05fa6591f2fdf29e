// Package pagecode bundles the demo's page code with esbuild.
package pagecode

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// addonApp is the addon's page module, seen from internal/demo.
const addonApp = "../../addon/poswarm_offline_cache/static/src/app"

// aliases give the addon's imports of Odoo modules the demo's own modules.
var aliases = map[string]string{
	"@point_of_sale/app/models/utils/indexed_db": "web/src/pos/indexed_db.js",
	"@point_of_sale/app/services/data_service":   "web/src/pos/data_service.js",
	"@point_of_sale/app/services/pos_store":      "web/src/pos/pos_store.js",
	"@web/core/utils/patch":                      "web/src/core/patch.js",
	"@web/core/network/rpc":                      "web/src/core/rpc.js",
	"@web/core/l10n/translation":                 "web/src/core/localization.js",
}

// Target is one bundle.
type Target struct {
	Output     string // relative to internal/demo
	Entry      string
	PageModule bool // with the addon's page module
}

// Targets lists the bundles: the POS for each kind of worker, the back office.
func Targets() []Target {
	return []Target{
		{Output: "web/dist/pos.poswarm.js", Entry: "./web/src/main.js", PageModule: true},
		{Output: "web/dist/pos.stock-like.js", Entry: "./web/src/main.js"},
		{Output: "web/dist/backoffice.js", Entry: "./web/src/backoffice.js"},
	}
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
	alias := map[string]string{}
	for name, file := range aliases {
		alias[name] = filepath.Join(dir, file)
	}
	result := api.Build(api.BuildOptions{
		Stdin:         &api.StdinOptions{Contents: entry, ResolveDir: dir, Sourcefile: "entry.js"},
		AbsWorkingDir: dir,
		Bundle:        true,
		Format:        api.FormatIIFE,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		Alias:         alias,
		Banner:        map[string]string{"js": "// Built by go generate ./internal/demo from web/src; do not edit."},
	})
	if len(result.Errors) > 0 {
		messages := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, fmt.Errorf("bundle %s: %s", t.Output, strings.Join(messages, ""))
	}
	return result.OutputFiles[0].Contents, nil
}

// entryPoint imports the page module first: it patches classes that the POS
// makes objects of when it starts.
func entryPoint(dir string, t Target) (string, error) {
	var imports []string
	if t.PageModule {
		modules, err := filepath.Glob(filepath.Join(dir, addonApp, "*.js"))
		if err != nil {
			return "", err
		}
		if len(modules) == 0 {
			return "", fmt.Errorf("no page module in %s\nhint: run go generate in internal/demo", addonApp)
		}
		slices.Sort(modules)
		for _, m := range modules {
			imports = append(imports, fmt.Sprintf("import %q;", filepath.ToSlash(m)))
		}
	}
	imports = append(imports, fmt.Sprintf("import %q;", t.Entry))
	return strings.Join(imports, "\n"), nil
}
