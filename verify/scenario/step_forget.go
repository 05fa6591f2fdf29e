package scenario

import (
	"strings"

	"poswarm/internal/strictyaml"
)

// KindForget removes one store of the page.
var KindForget = define(Definition{
	Kind: "forget",
	Form: "`forget: localization|caches|site-data`",
	Does: "empties the page's database of translations; deletes all caches of the site; removes all that the browser holds for the site but cookies: " +
		"worker, caches, databases",
	Schema: oneOf(Stores()).with("description", "remove one store of the page, all caches, or all that the browser holds for the site"),
	Page:   true,
	// As found nothing would be left to judge.
	Needs: []Need{{Online: true, when: is(func(f *Forget) bool { return f.What == SiteData }), like: only(SiteData, "")}},
	read:  readForget,
})

// Forget removes one store of the page from the browser, as Odoo itself does
// on certain occasions.
type Forget struct{ What Store }

// Store is what can be forgotten.
type Store string

// The stores.
const (
	// Localization is the database in which the page keeps its translations.
	Localization Store = "localization"
	// Caches are all caches of the origin, those of the worker among them.
	Caches Store = "caches"
	// SiteData is all that the browser holds for the origin: the service worker,
	// caches, databases, cookies and with them the log-in.
	SiteData Store = "site-data"
)

// Stores lists them.
func Stores() []Store { return []Store{Localization, Caches, SiteData} }

func readForget(n strictyaml.Node) Action {
	if n.Kind == strictyaml.Null {
		n.Errorf("known: "+strings.Join(words(Stores()), ", "), "forget needs the name of a store")
		return nil
	}
	return &Forget{What: Store(n.OneOf("store", words(Stores())...))}
}

func (f *Forget) text() string { return string(f.What) }
