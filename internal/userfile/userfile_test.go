// The tests of this package prove that reading what a user names comes to an end:
// with its text, its size or the context.
package userfile

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRead(t *testing.T) {
	folder := t.TempDir()
	for size, fits := range map[int]bool{0: true, 7: true, Limit: true, Limit + 1: false} {
		name := filepath.Join(folder, "file")
		text := bytes.Repeat([]byte("x"), size)
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Read(t.Context(), name)
		if fits && (err != nil || !bytes.Equal(got, text)) || !fits && !errors.Is(err, ErrTooLong) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
	}
	if _, err := Read(t.Context(), filepath.Join(folder, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Read(t.Context(), folder); err == nil {
		t.Error("a folder was read")
	}
	ended, cancel := context.WithCancelCause(t.Context())
	why := errors.New("ended by Ctrl-C")
	cancel(why)
	forever := make(chan struct{})
	defer close(forever)
	if _, err := While(ended, func() ([]byte, error) { <-forever; return nil, nil }); !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
}
