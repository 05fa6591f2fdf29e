package scenario

import (
	"strings"
	"time"

	"poswarm/internal/strictyaml"
)

// KindReload loads the page anew.
var KindReload = define(Definition{
	Kind: "reload",
	Form: "`reload: {hard: true, within: 30s}`",
	Does: "F5; `hard` is Ctrl+F5, which goes past every cache and past the service worker",
	Schema: maybe(fields(map[string]Schema{
		"hard":   only(true, "Ctrl+F5, past every cache and the service worker"),
		"within": duration("how long a page may take to come at all", short(DefaultPageWithin)),
	})).with("description", "F5"),
	Bare: true, Page: true, Loads: true,
	read: readReload,
})

// Reload is the cashier's F5.
type Reload struct {
	// Hard is Ctrl+F5, which goes past every cache and past the service worker.
	Hard bool
	// Within is how long a page may take to come at all.
	Within time.Duration
}

func readReload(n strictyaml.Node) Action {
	r := &Reload{Within: DefaultPageWithin}
	options(n, "reload", map[string]func(strictyaml.Node){
		"hard":   func(n strictyaml.Node) { r.Hard = yes(n, "hard") },
		"within": func(n strictyaml.Node) { r.Within = n.Duration("within") },
	})
	return r
}

func (r *Reload) text() string {
	if r.Hard {
		return "hard" + pageWithin(r.Within)
	}
	return strings.TrimSpace(pageWithin(r.Within))
}
