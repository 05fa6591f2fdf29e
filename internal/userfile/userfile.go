// Package userfile reads the files that a user names: they may be a pipe that
// nobody writes into, a device without an end, or simply the wrong file.
package userfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"poswarm/internal/hint"
)

// Limit is what a file may hold, in bytes: room for the longest inventory, which
// is the longest of what is read.
const Limit = 4 << 20

// patience bounds the wait for the end of a file. Behind a pipe may be a person
// who unlocks a password store.
var patience = time.Minute

// ErrTooLong means that a file has more than Limit.
var ErrTooLong = fmt.Errorf("it is larger than %d MiB", Limit>>20)

// Read is os.ReadFile with a limit, a deadline and the context of the command.
func Read(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, hint.Add(fmt.Errorf("reading did not finish within %s", patience),
		"if it is a pipe, somebody must write into it and close it"))
	defer cancel()
	data, err := While(ctx, func() ([]byte, error) { return read(name) })
	if errors.Is(err, ErrTooLong) || ctx.Err() != nil {
		err = fmt.Errorf("read %s: %w", name, err)
	}
	return data, err
}

func read(name string) (data []byte, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	data, err = io.ReadAll(io.LimitReader(file, Limit+1))
	if err == nil && len(data) > Limit {
		return nil, ErrTooLong
	}
	return data, err
}

// While waits for what reads, until the context ends. To open or to read a pipe
// cannot be interrupted: what was left waiting ends with this program.
func While(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type outcome struct {
		data []byte
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		data, err := read()
		done <- outcome{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
