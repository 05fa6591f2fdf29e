package outage

import "strings"

// probeDomain can be found by nobody (RFC 2606): who gets an answer at a name
// below it asked a gate.
const probeDomain = ".poswarm.invalid"

// ProbeURL is an address that nobody but this gate answers, whatever is cut,
// with its [Gate.Nonce] in the body. A browser that shows it sends what it does
// not know through the gate.
func (g *Gate) ProbeURL() string { return "http://" + g.probeHost() + "/" }

func (g *Gate) probeHost() string { return "n" + g.answers.nonce + probeDomain }

// BesideURL is the target's host and port under the other scheme. A browser that
// sends it through the gate shows up in [Gate.Asked]; sent to the target itself
// it would be no request that a server can read. Nothing of it is forwarded.
func (g *Gate) BesideURL() string {
	scheme := "https"
	if g.scheme == "https" {
		scheme = "http"
	}
	return scheme + "://" + g.target + "/"
}

// Asked counts the requests that came to the gate for the target, forwarded or
// not, tunnels included.
func (g *Gate) Asked() int {
	n := 0
	for host, count := range g.Hosts() {
		if strings.TrimSuffix(host, otherScheme) == g.target {
			n += count.Forwarded + count.Answered + count.Refused
		}
	}
	return n
}

// ResolverRules is the value for Chrome's --host-resolver-rules: every name and
// address is that of the gate's own port. It is the second wall of a browser
// without a namespace: whatever a policy or a flag does to the proxy, every
// connection ends at the gate, which takes no request that is not a proxy's. It
// is empty with a namespace, which is a wall of the kernel's.
func (g *Gate) ResolverRules() string {
	if g.space != nil {
		return ""
	}
	return "MAP * " + g.address()
}

// AnswerOnly has the gate itself answer the requests for the target whose path
// begins with the prefix, with its nonce in the body; everything else, tunnels
// included, is reset as with [fault.ServerDead]. It proves that the way to the gate is
// open, and needs no server for that.
func (g *Gate) AnswerOnly(prefix string) error { return g.change(state{only: prefix}) }
