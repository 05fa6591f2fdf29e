package fault

import "slices"

// Rows returns the table, in the order in which documents show it.
func Rows() []Row { return slices.Clone(rows) }

var rows = []Row{
	{Name: ServerDead, Effect: NoAnswer,
		Meets: "every connection is reset; `navigator.onLine` stays true"},
	{Name: CableOut, Effect: NoAnswer, Alone: true,
		Meets: "the network is gone, with the browser's `offline` event; `navigator.onLine` is false"},
	{Name: Refused, Effect: NoAnswer,
		Meets: "a connection ends before a byte of the request is read"},
	{Name: Reset, Effect: NoAnswer,
		Meets: "a connection ends after the last byte of the request was read"},
	{Name: Blackhole, Effect: NoAnswer, Hangs: true,
		Meets: "connections are accepted and nothing is ever answered; `navigator.onLine` stays true"},
	{Name: HalfOpen, Effect: NoAnswer, Hangs: true,
		Meets: "connections are accepted, not a byte of a request is read and nothing is ever answered, as by a frozen server; `navigator.onLine` stays true"},
	{Name: DNSDead, Effect: NoAnswer, Forms: []Form{{Takes: []Measure{lookUpTime}}},
		Meets: "the server's name is not found, at once or after `latency: 5s`, as where the name server is silent"},
	{Name: BadCertificate, Effect: NoAnswer,
		Meets: "the server shows a certificate that the browser does not trust, as one that expired overnight; of an http server, which has none, the port speaks no HTTP then"},
	{Name: statuses, Pattern: statusForm.String(), Effect: Answers,
		Meets: "the page of a reverse proxy with that status, such as `status-502`, `status-503` and `status-504` where Odoo is gone; any from 400 to 599"},
	{Name: Portal, Effect: Answers, Everywhere: true,
		Meets: "status 200 and a foreign page for everything"},
	{Name: LoginRedirect, Effect: Answers, Logged: true,
		Meets: "what Odoo answers when the log-in has expired"},
	{Name: LoginService, Effect: SendsAway, Logged: true,
		Meets: "a redirect to the log-in of another host, as of Cloudflare Access or oauth2-proxy in front of Odoo; a script's request fails"},
	{Name: Slow, Effect: LetsThrough, Logged: true,
		Forms:   []Form{{Needs: []Measure{latency}, Takes: []Measure{bandwidth}}, {Needs: []Measure{bandwidth}, Takes: []Measure{latency}}},
		Example: "cut: {fault: slow, latency: 400ms, bandwidth: 50kB/s}",
		Meets:   "`latency: 400ms` more for each request, `bandwidth: 50kB/s` for all connections together, each way; one of the two or both"},
	{Name: CutAfter, Effect: LetsThrough,
		Forms: []Form{
			{Needs: []Measure{requests}, Takes: []Measure{from}, By: ByAny},
			{Needs: []Measure{bytes}, By: ByAny},
			{Needs: []Measure{call}, By: ByAny},
		},
		Example: "cut: {fault: cut-after, requests: 3, from: /pos/ui/}, or bytes: 200kB, or call: sync_from_ui",
		Meets: "all is well for so many `requests: 3`, counted from the first one with `from: /pos/ui/` in its address on (a browser also asks by itself, " +
			"for its worker's script or an icon), or `bytes: 200kB` of bodies, or until `call: sync_from_ui`: the server does what is asked at an address " +
			"with that part, and its answer is lost. From then on what `by: FAULT` says, by default `server-dead`"},
	{Name: Flapping, Effect: LetsThrough, Logged: true,
		Forms:   []Form{{Needs: []Measure{down, up}, By: ByAny}, {Needs: []Measure{every}, By: ByAnswering}},
		Example: "cut: {fault: flapping, down: 2s, up: 1s}, or every: 2",
		Meets: "`down: 2s, up: 1s`, over and over, beginning with down; or every Nth request, with `every: N`. What is met is in `by: FAULT`, by default " +
			"`server-dead`, or `status-502` where requests are counted: a browser asks again by itself when it loses a connection, so only faults that answer can be counted"},
}

// The measures.
var (
	latency    = Measure{Name: "latency", Kind: Duration, Doc: "how long a request is on its way"}
	lookUpTime = Measure{Name: "latency", Kind: Duration, Doc: "how long the name takes to be not found; at once when left out"}
	bandwidth  = Measure{Name: "bandwidth", Kind: Rate, Doc: "of the line, each way, such as 50kB/s"}
	requests   = Measure{Name: "requests", Kind: Count, Least: 1, Doc: "how many requests are answered before the cut"}
	from       = Measure{Name: "from", Kind: Text, Doc: "part of an address: requests count from the first one there on, since a browser also asks by itself, for its worker's script or an icon"}
	bytes      = Measure{Name: "bytes", Kind: Size, Doc: "of all bodies together, such as 200kB"}
	call       = Measure{Name: "call", Kind: Text, Doc: "part of an address: the server does what is asked there and its answer is lost"}
	down       = Measure{Name: "down", Kind: Duration, Doc: "how long the line is down"}
	up         = Measure{Name: "up", Kind: Duration, Doc: "how long it is up then"}
	every      = Measure{Name: "every", Kind: Count, Least: 2, Doc: "every Nth request meets the fault"}
)
