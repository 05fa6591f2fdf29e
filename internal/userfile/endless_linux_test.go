package userfile

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/hint"
)

func TestEndless(t *testing.T) {
	if _, err := Read(t.Context(), "/dev/zero"); !errors.Is(err, ErrTooLong) || err.Error() != "read /dev/zero: it is larger than 4 MiB" {
		t.Errorf("%v", err)
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	defer func(before time.Duration) { patience = before }(patience)
	patience = 50 * time.Millisecond
	if _, err := Read(t.Context(), pipe); err == nil || !strings.Contains(err.Error(), "reading did not finish within 50ms") || hint.Of(err) == "" {
		t.Errorf("a pipe that nobody writes into: %v", err)
	}
}
