package chrome

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup keeps Ctrl-C of the terminal away from Chrome.
func ownGroup(c *exec.Cmd) {
	if c.SysProcAttr == nil {
		c.SysProcAttr = new(syscall.SysProcAttr)
	}
	c.SysProcAttr.CreationFlags |= syscall.CREATE_NEW_PROCESS_GROUP
}

// endGroup does what is possible without a group: Chrome's children end with
// the browser process.
func endGroup(pid int) {
	if p, err := os.FindProcess(pid); err == nil {
		_ = p.Kill()
		_ = p.Release()
	}
}

// killGroup kills Chrome, whose children end with their pipe to it.
func killGroup(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}
