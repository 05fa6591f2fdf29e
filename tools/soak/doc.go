// Package soak attacks a terminal for as long as one lets it: it cuts the
// network at every moment of a load, kills the browser, feeds bad answers, and
// walks at random, and after each blow the POS must come up without a server.
//
// A campaign is a list of cases. Each case has a name and is the same again
// under the same seed, so that a failure can be played back. "Comes up" is the
// judgement of the product's own up-check, [odooui.WaitUp], on a page that Chrome
// says came from the service worker, while the gate let nothing through.
package soak
