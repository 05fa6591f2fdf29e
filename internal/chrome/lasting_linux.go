package chrome

import "golang.org/x/sys/unix"

// fleeting names a file system that may be gone when the machine was off, "" for
// a disk. That somebody keeps it, as an image or below an overlay, cannot be seen.
func fleeting(folder string) string {
	var stat unix.Statfs_t
	if unix.Statfs(folder, &stat) != nil {
		return ""
	}
	switch stat.Type {
	case unix.TMPFS_MAGIC, unix.RAMFS_MAGIC:
		return "a file system in memory, which is empty after a power cut"
	case unix.OVERLAYFS_SUPER_MAGIC:
		return "an overlay, which may be gone with the next start of the system or the container"
	}
	return ""
}
