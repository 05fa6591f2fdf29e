package ui

import (
	"errors"
	"io"
	"os"
	"syscall"

	"golang.org/x/term"
)

// Stream is stdout or stderr, and what is at its other end.
type Stream struct {
	io.Writer
	// Terminal says that a person sees it, with Width columns, 0 when unknown.
	Terminal bool
	Width    int
}

// Open looks at what a file leads to. gone is called when nobody reads it any more.
func Open(f *os.File, gone func()) Stream {
	s := Stream{Writer: watched{f, gone}, Terminal: term.IsTerminal(int(f.Fd()))}
	if s.Terminal {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.Width = width
		}
	}
	return s
}

// watched passes words on, and tells when nobody reads them any more.
type watched struct {
	io.Writer
	gone func()
}

func (w watched) Write(words []byte) (int, error) {
	n, err := w.Writer.Write(words)
	if errors.Is(err, syscall.EPIPE) {
		w.gone()
	}
	return n, err
}
