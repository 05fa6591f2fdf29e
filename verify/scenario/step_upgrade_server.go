package scenario

// KindUpgradeServer installs a change on the server: bundles and translations get
// new hashes, as after every upgrade of a module.
var KindUpgradeServer = define(Definition{
	Kind:   "upgrade-server",
	Form:   "`upgrade-server`",
	Does:   "changes bundles and translations on the server, as an upgrade does; needs `server-control`",
	Schema: nothing().with("description", "a change on the server: new hashes of bundles and translations"),
	Bare:   true,
	Needs:  []Need{{Requires: []Requirement{ServerControl}, Writes: true, Online: true}},
	read:   plain("upgrade-server", func() Action { return &UpgradeServer{} }),
})

// UpgradeServer installs a change on the server: bundles and translations get
// new hashes, as after every upgrade of a module.
type UpgradeServer struct{}

func (*UpgradeServer) text() string { return "" }
