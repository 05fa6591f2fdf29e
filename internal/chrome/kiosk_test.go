package chrome

import (
	"os"
	"path/filepath"
	"testing"
)

func TestKioskObstacles(t *testing.T) {
	for line, want := range map[string]int{
		"chrome --kiosk --app=http://pos --user-data-dir=/x":             0,
		"chrome\x00--incognito\x00":                                      1,
		"chrome --guest":                                                 1,
		"chrome --bwsi --blink-settings=imagesEnabled=false":             2,
		"chrome --blink-settings=primaryHoverType=2":                     0,
		"chrome --disable-blink-features=ServiceWorker,Foo":              1,
		"chrome --disable-blink-features=AutomationControlled --no-such": 0,
	} {
		found := kioskObstacles(flagsIn(line))
		if len(found) != want {
			t.Errorf("%q: %v", line, found)
		}
		for _, one := range found {
			if !one.Certain || one.What == "" || one.Hint == "" {
				t.Errorf("%q: %+v", line, one)
			}
		}
	}
	for folder, want := range map[string]bool{filepath.Join(os.TempDir(), "tmp.aB3dE6gH9j"): true, filepath.Join(os.TempDir(), "till"): false, "/home/kiosk/tmp.aB3dE6gH9j": false} {
		if got := isTemporary(folder); got != want {
			t.Errorf("%s is temporary: %t", folder, got)
		}
	}
}
