package chrome

import (
	"fmt"
	"os"
)

// flagsOf are the flags of a process, nil where they cannot be read.
func flagsOf(pid int) map[string][]string {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || pid <= 0 {
		return nil
	}
	return flagsIn(string(line))
}
