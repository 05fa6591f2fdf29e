package report

import (
	"fmt"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// proofWords says in sentences how it is known that the server was away, and
// what was seen.
func proofWords(s result.Scenario) []string {
	if s.Result == result.Skipped || s.Proof.Method == "" {
		return nil
	}
	out := []string{methodWords(s.Proof.Method)}
	if len(s.Cuts) > 0 || s.Proof.RequestsServedWhileCut > 0 {
		out = append(out, fmt.Sprintf("A request with a random address, sent while it was cut: from the page it %s, from the worker it %s.",
			canaryWords(s.Proof.CanaryPage), canaryWords(s.Proof.CanaryWorker)))
		out = append(out, fmt.Sprintf("%s reached the server while it was cut off.", plural(s.Proof.RequestsServedWhileCut, "request")))
	}
	switch source := s.Proof.DocumentSource; source {
	case "":
	case "service-worker":
		out = append(out, "The page that came up came from the service worker.")
	default:
		out = append(out, "The page that came up came from: "+clean.Line(source)+".")
	}
	if n := s.Proof.AssetsFromHTTPCache; n > 0 {
		out = append(out, plural(n, "file")+" came from the browser's own HTTP cache.")
	}
	return append(out, seenWords(s.Observed)...)
}

func methodWords(method string) string {
	switch method {
	case "gate":
		return "The browser ran in a network of its own with the gate as its only way out."
	case "proxy":
		return "The browser reached the network through the gate, a proxy that resets every connection on a cut."
	case "emulated":
		return "The browser was told to behave as if it were offline."
	}
	return "Cut off by: " + clean.Line(method) + "."
}

// canaryWords fits "from the page it …".
func canaryWords(what string) string {
	switch what {
	case "":
		return "was not sent"
	case "rejected", "not sent", "answered by the gate", "answered by something else":
		return "was " + what
	}
	return clean.Line(what)
}

func seenWords(o result.Observed) []string {
	if o.Products == nil {
		return nil
	}
	text := fmt.Sprintf("At the end: screen %q, %s", clean.Line(o.Screen), plural(*o.Products, "product"))
	if o.ImagesBroken != nil {
		text += fmt.Sprintf(", %s", plural(*o.ImagesBroken, "broken image"))
	}
	if o.POSSession != nil {
		text += fmt.Sprintf(", POS session %d", *o.POSSession)
	}
	if o.UnsyncedOrders != nil {
		text += fmt.Sprintf(", %s not yet on the server", plural(*o.UnsyncedOrders, "order"))
	}
	return []string{text + "."}
}
