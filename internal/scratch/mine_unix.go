//go:build unix

package scratch

import (
	"io/fs"
	"os"
	"syscall"
)

// openOnly opens a file that is there, and no link.
const openOnly = os.O_RDONLY | syscall.O_NOFOLLOW

// mine says whether a file belongs to this user.
func mine(info fs.FileInfo) bool {
	stat, known := info.Sys().(*syscall.Stat_t)
	return known && int(stat.Uid) == os.Geteuid()
}
