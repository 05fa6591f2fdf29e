//go:build unix

package chrome

import (
	"os"
	"os/user"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// ownerOf is the user that a folder belongs to, and how he is called.
func ownerOf(folder string) (uid int, name string, known bool) {
	info, err := os.Stat(folder)
	if err != nil {
		return 0, "", false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, "", false
	}
	name = "user " + strconv.Itoa(int(stat.Uid))
	if found, err := user.LookupId(strconv.Itoa(int(stat.Uid))); err == nil {
		name = found.Username
	}
	return int(stat.Uid), name, true
}

// writable says why this user may not write to a folder.
func writable(folder string) error { return unix.Access(folder, unix.W_OK|unix.X_OK) }
