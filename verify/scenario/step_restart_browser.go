package scenario

import "poswarm/internal/strictyaml"

// KindRestartBrowser closes the browser and starts it again.
var KindRestartBrowser = define(Definition{
	Kind: "restart-browser",
	Form: "`restart-browser: {killed: true}`",
	Does: "closes the browser and starts it again on the same profile, on the POS's own address; `killed` ends it as a power cut does",
	Schema: maybe(fields(map[string]Schema{"killed": only(true, "ended as by a power cut")})).
		with("description", "close the browser and start it again on the same profile"),
	Bare: true, Page: true, Loads: true,
	read: readRestartBrowser,
})

// RestartBrowser closes the browser and starts it again on the same profile
// and on the POS's own address, as a kiosk does.
type RestartBrowser struct {
	// Killed ends it as a power cut does, with nothing written any more.
	Killed bool
}

func readRestartBrowser(n strictyaml.Node) Action {
	r := &RestartBrowser{}
	options(n, "restart-browser", map[string]func(strictyaml.Node){
		"killed": func(n strictyaml.Node) { r.Killed = yes(n, "killed") },
	})
	return r
}

func (r *RestartBrowser) text() string {
	if r.Killed {
		return "after it was killed"
	}
	return ""
}
