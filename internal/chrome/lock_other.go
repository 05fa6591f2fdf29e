//go:build !windows

package chrome

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ReadLock tells whether a Chrome holds the profile, without touching it.
// Chrome's lock is the symbolic link SingletonLock, which names "host-pid".
func ReadLock(profile string) (LockState, error) {
	link, err := os.Readlink(filepath.Join(profile, "SingletonLock"))
	if errors.Is(err, fs.ErrNotExist) {
		return LockState{Status: LockFree}, nil
	}
	if err != nil {
		return LockState{}, fmt.Errorf("reading the lock of %s: %w", profile, err)
	}
	// A host name may hold dashes, so the pid is what follows the last one.
	cut := strings.LastIndexByte(link, '-')
	pid, err := strconv.Atoi(link[cut+1:])
	if cut < 0 || err != nil || pid <= 0 {
		return LockState{}, fmt.Errorf("reading the lock of %s: %q is not a lock of Chrome", profile, link)
	}
	state := LockState{PID: pid, Host: link[:cut], Status: LockStale}
	host, err := os.Hostname()
	if err != nil {
		return LockState{}, fmt.Errorf("reading the lock of %s: %w", profile, err)
	}
	switch {
	case state.Host != host:
		state.Status = LockOtherHost
	case isBrowser(pid):
		state.Status = LockInUse
	}
	return state, nil
}

// isBrowser reports whether pid lives and may be a Chrome. After a power cut
// the number can belong to any other program.
func isBrowser(pid int) bool {
	if err := syscall.Kill(pid, 0); err != nil && !errors.Is(err, syscall.EPERM) {
		return false
	}
	cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || len(cmdline) == 0 {
		return !isZombie(pid) // macOS, or a hidden /proc: better safe
	}
	return looksLikeBrowser(string(cmdline))
}

// looksLikeBrowser judges a command line. Its words are separated by zeros, or
// by spaces once Chrome has renamed its process.
func looksLikeBrowser(cmdline string) bool {
	words := strings.FieldsFunc(cmdline, func(r rune) bool { return r == 0 || r == ' ' })
	for i, w := range words {
		if strings.HasPrefix(w, "--user-data-dir") || strings.HasPrefix(w, "--type=") {
			return true
		}
		name := strings.ToLower(filepath.Base(w))
		if i == 0 && (strings.Contains(name, "chrom") || strings.Contains(name, "edge") || strings.Contains(name, "brave")) {
			return true
		}
	}
	return false
}

// isZombie reports whether pid ended and waits for its parent. Its command line
// is empty then.
func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return bytes.HasPrefix(rest, []byte("Z"))
}
