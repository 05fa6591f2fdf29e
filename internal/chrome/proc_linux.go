package chrome

import (
	"bytes"
	"os"
	"strconv"
)

// groupAlive reports whether the process group has a member that still runs.
// In a container the first process may reap orphans late or never, and their
// zombies must not look like a Chrome that hangs.
func groupAlive(pgid int) bool {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return true
	}
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		stat, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err != nil {
			continue
		}
		// pid (comm) state ppid pgrp …; comm may hold spaces and brackets.
		end := bytes.LastIndexByte(stat, ')')
		f := bytes.Fields(stat[end+1:])
		if len(f) > 2 && string(f[2]) == strconv.Itoa(pgid) && string(f[0]) != "Z" && string(f[0]) != "X" {
			return true
		}
	}
	return false
}
