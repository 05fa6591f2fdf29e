//go:build !linux

package chrome

// flagsOf is not asked: only Linux shows every process's command line as a file.
func flagsOf(int) map[string][]string { return nil }
