// Package report shows a result document in the formats that people and other
// programs read: one file a format. A format only shows: the verdict is in the
// document, and the exit code is decided by the command.
package report

import (
	"io"
	"slices"
	"time"

	"poswarm/internal/result"
)

// Options is what a format may know about where it writes.
type Options struct {
	// Width is the terminal's width in columns, 0 when it is not a terminal.
	Width int
	// Color allows colours.
	Color bool
	// Folder is where the file will be, "" when that is not known; links in it
	// lead from there.
	Folder string
	// Summary is where a format puts what is shown apart from it, nil for the
	// same place.
	Summary io.Writer
	// Now is what ages count from, zero for the clock.
	Now time.Time
}

// Format writes a document.
type Format interface {
	// Kind is the name after --format.
	Kind() string
	// Write writes the whole document. An error is always one of w.
	Write(w io.Writer, doc result.Document, o Options) error
}

// formats has every format, the default one first.
func formats() []Format {
	return []Format{tableFormat{}, jsonFormat{}, junitFormat{}, tapFormat{}, githubFormat{}, htmlFormat{}, nagiosFormat{}, prometheusFormat{}}
}

// Kinds lists the names of all formats, the default one first.
func Kinds() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.Kind())
	}
	return out
}

// Lookup finds a format by name.
func Lookup(kind string) (Format, bool) {
	all := formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Kind() == kind })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}
