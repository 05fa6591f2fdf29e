//go:build unix

package disk

import (
	"fmt"

	"golang.org/x/sys/unix"
)

func free(folder string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, fmt.Errorf("asking how full the disk of %s is: %w", folder, err)
	}
	return uint64(stat.Bavail) * uint64(stat.Bsize), nil
}
