// Package procgroup keeps what we start apart from the terminal that we run in.
package procgroup

import (
	"os/exec"
	"syscall"
)

// Own keeps Ctrl-C of the terminal away from a process.
func Own(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = new(syscall.SysProcAttr)
	}
	c.SysProcAttr.CreationFlags |= syscall.CREATE_NEW_PROCESS_GROUP
}

// EndChildren does nothing: Windows has no group to end a child by.
func EndChildren(*exec.Cmd) {}
