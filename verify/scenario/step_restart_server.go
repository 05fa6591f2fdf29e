package scenario

// KindRestartServer stops the server and starts it again.
var KindRestartServer = define(Definition{
	Kind:   "restart-server",
	Form:   "`restart-server`",
	Does:   "stops the server and starts it again; needs `server-control`",
	Schema: nothing().with("description", "stop the server and start it again"),
	Bare:   true,
	Needs:  []Need{{Requires: []Requirement{ServerControl}, Writes: true, Online: true}},
	read:   plain("restart-server", func() Action { return &RestartServer{} }),
})

// RestartServer stops the server and starts it again.
type RestartServer struct{}

func (*RestartServer) text() string { return "" }
