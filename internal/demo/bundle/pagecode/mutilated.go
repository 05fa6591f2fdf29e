package pagecode

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"poswarm/addon"
)

// Mutilated is the POS with the page module, of an Odoo that has another name
// for one thing that the page module relies on. The POS itself uses the other
// name everywhere, so it works as before.
func Mutilated(dir string, t Target, names map[string]string, r addon.Reliance) ([]byte, error) {
	modules, err := pageModule(dir)
	if err != nil {
		return nil, err
	}
	page, err := bundle(dir, t.Build, modules, api.BuildOptions{})
	if err != nil {
		return nil, err
	}
	pos, err := renamed(dir, t, names, r)
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{prelude(r), page, pos}, []byte("\n")), nil
}

// Missing is the POS of an Odoo that does not define a module under its name.
func Missing(dir string, t Target, module string) ([]byte, error) {
	return Mutilated(dir, t, nil, addon.Reliance{Kind: "module", Member: module})
}

// prelude takes a value from the page's globals, where the POS has it under
// another name.
func prelude(r addon.Reliance) []byte {
	if r.Kind != "odoo" {
		return nil
	}
	return fmt.Appendf(nil, "odoo.other_%s = odoo.%[1]s; delete odoo.%[1]s;", r.Member)
}

// other is where a name is looked for in the text of the POS, and what stands there instead.
type other struct {
	pattern string
	text    string
}

func renamed(dir string, t Target, names map[string]string, r addon.Reliance) ([]byte, error) {
	o, change := api.BuildOptions{}, other{}
	_, export, _ := strings.Cut(names[r.Name], ":")
	word := r.Member[strings.LastIndex(r.Member, ".")+1:]
	switch {
	case r.Kind == "module":
		change = other{regexp.QuoteMeta(`"` + r.Member + `"`), `"@other/module"`}
	case r.Kind == "odoo":
		change = other{`\bodoo\.` + r.Member + `\b`, "odoo.other_" + r.Member}
	case r.Kind == "dom":
		change = other{regexp.QuoteMeta(r.Member[1:]), "other-class"}
	case r.Kind == "storage":
		change = other{regexp.QuoteMeta(r.Member), "other_storage_"}
	case r.Text != "":
		change = other{regexp.QuoteMeta(r.Text), otherText(r.Text)}
	case r.Of == "":
		change = other{`\b` + export + `: \(\) =>`, "other: () =>"}
	case isOfTheBrowser[r.Name+r.Of+r.Member] != nil:
		change = *isOfTheBrowser[r.Name+r.Of+r.Member]
	default:
		o.MangleProps = "^" + regexp.QuoteMeta(word) + "$"
		o.MangleCache = map[string]any{word: "other_" + word}
	}
	code, err := bundle(dir, t.Build, []string{named, t.Entry}, o)
	if err != nil || change.pattern == "" {
		return code, err
	}
	found := regexp.MustCompile(change.pattern)
	if !found.Match(code) {
		return nil, fmt.Errorf("the demo has no %q", cmp.Or(change.pattern, r.Member))
	}
	return found.ReplaceAll(code, []byte(change.text)), nil
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
