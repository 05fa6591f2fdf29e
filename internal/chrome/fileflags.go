package chrome

import (
	"fmt"
	"os"
	"strings"

	"poswarm/internal/hint"
)

// fileFlags name a folder or a file beside the profile in which Chrome writes, and
// whose names do not say so by their end.
var fileFlags = map[string]bool{"log-net-log": true, "webrtc-event-logging": true, "screenshot": true, "print-to-pdf": true}

// fileEnds are how the names of the others end: disk-cache-dir, ssl-key-log-file,
// trace-startup-file, breakpad-dump-location.
var fileEnds = []string{"-dir", "-file", "-location"}

// namesFile says whether a flag has Chrome write beside its profile. A kiosk's own
// flags may; the browser on a copy would empty the cache and overwrite the logs of
// the kiosk that runs.
func namesFile(flag string) bool {
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(flag, "-")), "=")
	if fileFlags[name] {
		return true
	}
	for _, end := range fileEnds {
		if strings.HasSuffix(name, end) && name != "user-data-dir" {
			return true
		}
	}
	return false
}

// isDevice says whether what is written there is kept by nobody. /dev/shm is no such
// place.
func isDevice(path string) bool {
	at, err := os.Stat(path)
	return err == nil && at.Mode()&os.ModeDevice != 0
}

// inside makes sure that no script that starts the browser gave it such a flag,
// where the system shows it. A device, such as /dev/null for no cache, is nobody's.
func (b *Browser) inside(proof *Isolation) error {
	if proof == nil {
		return nil
	}
	for name, values := range flagsOf(b.pid) {
		if value := values[len(values)-1]; namesFile(name) && value != "" && value != b.netLog && !isDevice(value) {
			return hint.Add(fmt.Errorf("%w: the browser on a copy was started with --%s=%s, which is the terminal's own", ErrNotIsolated, name, value),
				"name the browser itself with --chrome, not the script that starts the kiosk")
		}
	}
	return nil
}
