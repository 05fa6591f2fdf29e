//go:build !windows

// Package procgroup keeps what we start apart from the terminal that we run in.
package procgroup

import (
	"os/exec"
	"syscall"
)

// Own puts a process in a group of its own: Ctrl-C of the terminal does not
// reach it, and it can be ended with all its children.
func Own(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = new(syscall.SysProcAttr)
	}
	c.SysProcAttr.Setpgid = true
	c.SysProcAttr.Pgid = 0
}

// EndChildren kills what a process with a group of its own has left behind.
func EndChildren(c *exec.Cmd) {
	if c.Process != nil {
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) // ESRCH: nothing is left
	}
}
