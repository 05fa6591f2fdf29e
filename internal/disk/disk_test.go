// The test of this package proves that the room on a disk is that of the folder
// which is asked for.
package disk

import (
	"path/filepath"
	"testing"
)

func TestFree(t *testing.T) {
	if bytes, err := Free(t.TempDir()); err != nil || bytes == 0 {
		t.Errorf("%d bytes, %v", bytes, err)
	}
	if _, err := Free(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there has room")
	}
}
