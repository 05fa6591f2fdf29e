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
	"time"

	"poswarm/internal/ui"
	"poswarm/internal/userfile"
)

// environment is everything of the operating system that commands use. It is
// made once, in main; tests make their own.
type environment struct {
	stdin io.Reader
	// stdout has the result and nothing else. When there is no result, it is
	// empty. The one exception is `poswarm demo`, whose result is the address it
	// listens on.
	stdout ui.Stream
	// unread is closed when nobody reads stdout or stderr any more.
	unread    chan struct{}
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
	// ui is stderr.
	ui *ui.UI
	// json makes errors one JSON object, nagios a plugin's line on stdout.
	json, nagios bool
}

func newEnvironment() *environment {
	unread := make(chan struct{})
	gone := sync.OnceFunc(func() { close(unread) })
	return &environment{
		stdin: os.Stdin, stdout: ui.Open(os.Stdout, gone), ui: ui.New(ui.Open(os.Stderr, gone), os.Getenv), unread: unread,
		getenv: os.Getenv, readFile: userfile.Read, writeFile: writeAtomically,
		isFolder:  func(name string) bool { info, err := os.Stat(name); return err == nil && info.IsDir() },
		tryFolder: tryFolder, appendFile: appendFile,
		now: time.Now, cores: runtime.NumCPU(), system: runtime.GOOS, machine: runtime.GOARCH, exit: os.Exit,
	}
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
