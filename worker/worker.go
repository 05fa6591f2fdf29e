// Package worker holds the service worker that brings a POS up without its server.
//
// The source are the ES modules in src, one concern a file; pure decisions (what is this request,
// may this answer be stored, is the server away) stand apart from their effects, so that each can
// be tested without a browser. What Odoo serves is one classic script, built into the addon by
// `go generate`, committed there, and checked against the source by a test.
package worker

import (
	"embed"
	"errors"
	"regexp"
)

//go:generate go run ./bundle

// Source holds the modules, commented as they were written, to be shipped beside the built file.
//
//go:embed src
var Source embed.FS

var header = regexp.MustCompile(`(?m)^// POS Offline Reload (\S+),`)

// Version reads the version from the header of a built worker, which may be another one than this
// program was built with: that of a server, for example.
func Version(built []byte) (string, error) {
	match := header.FindSubmatch(built)
	if match == nil {
		return "", errors.New("no version in the worker's header: is this the worker of POS Offline Reload?")
	}
	return string(match[1]), nil
}
