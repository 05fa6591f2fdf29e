package chrome

import (
	"os"
)

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
