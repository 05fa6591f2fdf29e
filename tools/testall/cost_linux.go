package main

import (
	"syscall"

	"golang.org/x/sys/unix"
)

const endSignal = syscall.SIGTERM

// adopt makes this process the parent of what tests leave behind, so that its
// processor time is counted too: Chrome does not wait for all that it starts.
func adopt() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// reap waits for those that have ended.
func reap() {
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		if pid <= 0 || err != nil {
			return
		}
	}
}

// coreSeconds is the processor time of all that this process started and waited
// for, in seconds.
func coreSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used); err != nil {
		return 0
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
