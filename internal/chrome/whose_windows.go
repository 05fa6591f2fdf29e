package chrome

// ownerOf is not asked on Windows: a file there is its owner's whoever wrote it.
func ownerOf(string) (uid int, name string, known bool) { return 0, "", false }

// writable is not asked on Windows either: access there is more than a bit, and a
// profile on a disk that is write-protected is rare.
func writable(string) error { return nil }
