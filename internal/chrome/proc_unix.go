//go:build !windows

package chrome

import (
	"syscall"
	"time"
)

// groupGrace is how long the children of a Chrome that has exited get to
// follow it. They normally do within milliseconds.
const groupGrace = 2 * time.Second

// endGroup waits for the children of an ended Chrome, and kills what does not
// go. The group is ours: its id is the pid of the Chrome that we started, and
// no new process gets that number while a member lives.
func endGroup(pid int) {
	for end := time.Now().Add(groupGrace); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if syscall.Kill(-pid, 0) == syscall.ESRCH || !groupAlive(pid) {
			return
		}
	}
	_ = syscall.Kill(-pid, syscall.SIGKILL)
}

// killGroup kills Chrome and its children at once.
func killGroup(pid int) error { return syscall.Kill(-pid, syscall.SIGKILL) }
