//go:build !linux

package chrome

// fleeting is not asked: file systems in memory are rare there.
func fleeting(string) string { return "" }
