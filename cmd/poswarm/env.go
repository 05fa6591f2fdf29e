package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/term"

	"poswarm/internal/userfile"
)

// environment is everything of the operating system that commands use. It is
// made once, in main; tests make their own.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// unread is closed when nobody reads stdout or stderr any more.
	unread chan struct{}
	// stdoutTTY and stderrTTY differ when only one of them is redirected.
	stdoutTTY, stderrTTY bool
	// width is the number of columns of the terminal on stdout, 0 when unknown.
	width     int
	getenv    func(string) string
	readFile  func(context.Context, string) ([]byte, error)
	writeFile func(name string, data []byte) error
	// appendFile adds to a file, which it makes where there is none.
	appendFile func(name string, data []byte) error
	isFolder   func(string) bool
	// tryFolder makes a folder and a file in it, which it removes again.
	tryFolder func(string) error
	now       func() time.Time
	cores     int
	// system and machine are those of Go: linux and amd64.
	system, machine string
	// exit ends the process at once: only for the second Ctrl-C.
	exit func(int)
	ui   *ui
}

func newEnvironment() *environment {
	unread := make(chan struct{})
	gone := sync.OnceFunc(func() { close(unread) })
	e := &environment{
		stdin: os.Stdin, stdout: heard{os.Stdout, gone}, stderr: heard{os.Stderr, gone}, unread: unread,
		stdoutTTY: term.IsTerminal(int(os.Stdout.Fd())), stderrTTY: term.IsTerminal(int(os.Stderr.Fd())),
		getenv: os.Getenv, readFile: userfile.Read, writeFile: writeAtomically,
		isFolder:  func(name string) bool { info, err := os.Stat(name); return err == nil && info.IsDir() },
		tryFolder: tryFolder, appendFile: appendFile,
		now: time.Now, cores: runtime.NumCPU(), system: runtime.GOOS, machine: runtime.GOARCH, exit: os.Exit,
	}
	if e.stdoutTTY {
		if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
			e.width = width
		}
	}
	e.ui = newUI(e)
	return e
}

// heard passes words on, and tells when nobody reads them any more.
type heard struct {
	io.Writer
	gone func()
}

func (w heard) Write(words []byte) (int, error) {
	n, err := w.Writer.Write(words)
	if errors.Is(err, syscall.EPIPE) {
		w.gone()
	}
	return n, err
}

// atHome replaces the ~ of a path that no shell has seen, such as one in a
// variable, a config file or a fleet's inventory.
func (e *environment) atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if home := e.getenv("HOME"); ok && home != "" {
		return filepath.Join(home, rest)
	}
	return path
}

// tryFolder finds out before a long run whether its files can be written.
func tryFolder(name string) error {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(name, ".poswarm-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func appendFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// writeAtomically leaves either the old file or the whole new one, so that a
// collector never reads half a report.
func writeAtomically(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".poswarm-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil && runtime.GOOS != "windows" {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
