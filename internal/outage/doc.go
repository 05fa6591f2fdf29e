// Package outage cuts the network of one Chrome and heals it again, without a
// restart of the browser and without a change of origin.
//
// The [Gate] is a forward proxy that forwards to one host only. On Linux the
// browser runs in a network namespace of its own, in which the gate's listener
// is the only way out, so nothing can go past it, whatever the browser does.
// Where namespaces are refused, and on other systems, the same proxy listens on
// 127.0.0.1; [Gate.Method] and [Gate.Reason] tell.
//
//	func main() {
//		outage.RunHelper() // first: the program starts itself in the namespace
//		...
//	}
//
//	gate, err := outage.Open(outage.Options{Target: url})
//	chrome.Launch(ctx, chrome.Options{Proxy: gate.ProxyFlag(), Wrap: gate.Wrap, TrustSPKI: gate.TrustSPKI()})
//	gate.Cut(fault.ServerDead)
//	...
//	gate.Restore()
//
// # What a fault does
//
// The faults and what a terminal meets under each are the table of package fault;
// what the gate does under one is in the file fault_NAME.go. Those under which
// nothing reaches the server have a behaviour there, which is asked for an answer
// request by request. [fault.Slow], [fault.CutAfter] and [fault.Flapping] let
// requests through, or some; [Gate.Log] tells which, and what each of them met.
//
// [fault.CableOut] takes the network link down as well, so Chrome fires the offline
// event; without a namespace the caller overrides navigator.onLine, see
// [Gate.CableOutNeedsEmulation]. [fault.BadCertificate] is seen by the browser in
// the handshake, before there is a request. [Gate.Set] lays a [Trap]: a fault that
// begins after a given response of a load, or in the middle of its body.
//
// Behind a proxy the browser looks no name up, so under [fault.DNSDead] it cannot
// be told that there is none; and no script could see it: a page and a worker get
// the same TypeError from fetch and the same "error" from XMLHttpRequest for a name
// that is not found as for a reset, with navigator.onLine true (a test compares the
// two). Only Chrome's own error page reads ERR_NAME_NOT_RESOLVED there. What
// they can see is how long it takes.
//
// Every body that the gate makes holds [Gate.Nonce]. While cut nothing reaches
// the target: [Gate.Cut] returns when the requests before it have ended, and
// [Gate.Served] counts what was forwarded since. [Gate.Hosts] counts what
// happened to the requests for each host.
//
// # Https
//
// The gate ends TLS itself, with a key that lives as long as the gate;
// [Gate.TrustSPKI] is what Chrome must trust. So it knows the path of every
// request, as with http, and forwards or answers it. Towards the target it is a
// client of its own that verifies the certificate, see [Options]; what it finds
// wrong is told by [Gate.Trouble]. The browser gets HTTP/1.1 only.
//
// # Other users
//
// The listener in a namespace can be reached by the browser alone. Without one
// every user of the machine could connect to 127.0.0.1; on Linux the gate
// resets the connections of others than its own user and root.
package outage
