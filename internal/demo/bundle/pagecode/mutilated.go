package pagecode

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"poswarm/addon"
)

// Mutilated is the POS with the page module, of an Odoo that has other names for
// some things that the page module relies on. The POS itself uses the other names
// everywhere, so it works as before.
func Mutilated(dir string, t Target, names map[string]string, all ...addon.Reliance) ([]byte, error) {
	modules, err := pageModule(dir)
	if err != nil {
		return nil, err
	}
	page, err := bundle(dir, t.Build, modules, api.BuildOptions{})
	if err != nil {
		return nil, err
	}
	pos, err := renamed(dir, t, names, all)
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{prelude(all), page, pos}, []byte("\n")), nil
}

// Missing is the POS of an Odoo that does not define a module under its name.
func Missing(dir string, t Target, module string) ([]byte, error) {
	return Mutilated(dir, t, nil, addon.Reliance{Kind: "module", Member: module})
}

// prelude takes values from the page's globals, where the POS has them under
// another name.
func prelude(all []addon.Reliance) []byte {
	var text []byte
	for _, r := range all {
		if r.Kind == "odoo" {
			text = fmt.Appendf(text, "odoo.other_%s = odoo.%[1]s; delete odoo.%[1]s;", r.Member)
		}
	}
	return text
}

// other is where a name is looked for in the text of the POS, and what stands there instead.
type other struct {
	pattern string
	text    string
}

func renamed(dir string, t Target, names map[string]string, all []addon.Reliance) ([]byte, error) {
	o := api.BuildOptions{MangleCache: map[string]any{}}
	var mangled []string
	var changes []other
	for _, r := range all {
		if change := changeOf(r, names); change != nil {
			changes = append(changes, *change)
			continue
		}
		mangled = append(mangled, regexp.QuoteMeta(r.Word()))
		o.MangleCache[r.Word()] = "other_" + r.Word()
	}
	if len(mangled) > 0 {
		o.MangleProps = "^(" + strings.Join(mangled, "|") + ")$"
	}
	code, err := bundle(dir, t.Build, []string{named, t.Entry}, o)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		found := regexp.MustCompile(change.pattern)
		if !found.Match(code) {
			return nil, fmt.Errorf("the demo has no %q", change.pattern)
		}
		code = found.ReplaceAll(code, []byte(change.text))
	}
	return code, nil
}

// changeOf is a change of the POS's text; nil for a property, which the bundler
// renames.
func changeOf(r addon.Reliance, names map[string]string) *other {
	_, export, _ := strings.Cut(names[r.Name], ":")
	switch {
	case r.Kind == "module":
		return &other{regexp.QuoteMeta(`"` + r.Member + `"`), `"@other/module"`}
	case r.Kind == "odoo":
		return &other{`\bodoo\.` + r.Member + `\b`, "odoo.other_" + r.Member}
	case r.Kind == "dom":
		return &other{regexp.QuoteMeta(r.Member[1:]), "other-class"}
	case r.Kind == "storage":
		return &other{regexp.QuoteMeta(r.Member), "other_storage_"}
	case r.Text != "":
		return &other{regexp.QuoteMeta(r.Text), otherText(r.Text)}
	case r.Of == "":
		return &other{`\b` + export + `: \(\) =>`, "other: () =>"}
	}
	return isOfTheBrowser[r.Name+r.Of+r.Member]
}

// isOfTheBrowser has the names that objects of the browser have as well: those
// cannot be renamed wherever they stand.
var isOfTheBrowser = map[string]*other{
	"rpcBus.addEventListener": {`var rpcBus = new EventTarget\(\)`,
		`var rpcBus = { dispatchEvent() {} }`},
	"PosStore#data": {`\b(this|pos|posmodel)\.data\b`, "$1.otherData"},
}

// otherText is a text of the same kind: a chain of names, or a word.
func otherText(text string) string {
	if first, _, chain := strings.Cut(text, "."); chain {
		return first + ".otherName"
	}
	return "other"
}
