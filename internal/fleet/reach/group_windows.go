package reach

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps Ctrl-C of the terminal away from the process: it is ended by
// us, cleanly.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
