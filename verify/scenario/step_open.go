package scenario

import (
	"strings"
	"time"

	"poswarm/internal/strictyaml"
)

// KindOpen goes to an address.
var KindOpen = define(Definition{
	Kind: "open",
	Form: "`open: {path: PATH, config: this|other, within: 30s}`",
	Does: "goes to PATH on the server, by default `/pos/ui/{config}`; `other` is the second POS of the run and needs `two-configs`; `within` bounds the time until a page comes at all",
	Schema: maybe(fields(map[string]Schema{
		"path": {"type": "string", "pattern": `^/$|^/([^/{}]|\{(` + strings.Join(variableNames(), "|") + `)\})([^{}]|\{(` + strings.Join(variableNames(), "|") + `)\})*$`,
			"default":     DefaultPath,
			"description": "a path on the POS server; {config} is the number of the POS, {user} the log-in name, {product} the product that sell takes"},
		"config": oneOf(configs()).with("default", This),
		"within": duration("how long a page may take to come at all", short(DefaultPageWithin)),
	})).with("description", "navigate the tab"),
	Bare: true, Loads: true,
	Needs: []Need{{Requires: []Requirement{TwoConfigs},
		when: is(func(o *Open) bool { return o.Config == Other }), like: having("config", only(Other, ""))}},
	read:    readOpen,
	follows: checks(func(_ *parser, _ strictyaml.Node, _ *Open, so *progress) { so.opened = true }),
})

// Open navigates the tab.
type Open struct {
	// Path is a path on the POS server, by default /pos/ui/{config}. It may
	// hold variables.
	Path   string
	Config Config
	// Within is how long a page may take to come at all.
	Within time.Duration
}

// DefaultPath is what open goes to when no path is given.
const DefaultPath = "/pos/ui/{config}"

// DefaultPageWithin is how long a page may take to come when nothing is said:
// as long as a person would look at a blank one.
const DefaultPageWithin = 30 * time.Second

func readOpen(n strictyaml.Node) Action {
	o := &Open{Path: DefaultPath, Config: This, Within: DefaultPageWithin}
	options(n, "open", map[string]func(strictyaml.Node){
		"path": func(n strictyaml.Node) {
			o.Path = variables(n, n.Str("path"), "path")
			if n.IsScalar() && (!strings.HasPrefix(o.Path, "/") || strings.HasPrefix(o.Path, "//")) {
				n.Errorf("write it like "+DefaultPath, "path %q must be a path on the POS server, starting with one slash", o.Path)
			}
		},
		"config": func(n strictyaml.Node) { o.Config = readConfig(n) },
		"within": func(n strictyaml.Node) { o.Within = n.Duration("within") },
	})
	return o
}

func (o *Open) text() string {
	text := o.Path
	if o.Config == Other {
		text += " of the other POS"
	}
	return text + pageWithin(o.Within)
}

func pageWithin(d time.Duration) string {
	if d == DefaultPageWithin {
		return ""
	}
	return " within " + short(d)
}
