// Package disk tells how much room is left on a disk.
package disk

// Free is how many bytes this user may still write on the disk of a folder.
func Free(folder string) (uint64, error) { return free(folder) }
