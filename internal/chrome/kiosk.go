package chrome

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// kioskFlags are flags of a terminal's Chrome under which a POS is not what its
// profile makes of it, and what they do. A copy is started without them.
var kioskFlags = []struct {
	name, part string // of the value, "" for any
	kind       ObstacleKind
	does       string
}{
	{"incognito", "", Wiped, "stores nothing of what it shows, and shows nothing of what is stored"},
	{"guest", "", Wiped, "stores nothing of what it shows, and shows nothing of what is stored"},
	{"bwsi", "", Wiped, "stores nothing of what it shows, and shows nothing of what is stored"},
	{"disable-local-storage", "", Blocked, "takes a page's storage away"},
	{"disable-blink-features", "ServiceWorker", Blocked, "takes service workers away"},
	{"blink-settings", "scriptEnabled=false", Blocked, "keeps scripts from running"},
	{"blink-settings", "imagesEnabled=false", Blocked, "shows no images"},
}

// kioskObstacles are the flags of that kind that a Chrome runs with.
func kioskObstacles(flags map[string][]string) []Obstacle {
	var out []Obstacle
	for _, flag := range kioskFlags {
		values := flags[flag.name]
		if values == nil || !strings.Contains(values[len(values)-1], flag.part) {
			continue
		}
		out = append(out, Obstacle{Kind: flag.kind, Certain: true, What: "the terminal's Chrome runs with --" + flag.name + ", which " + flag.does,
			Hint: "take --" + flag.name + " out of the script or shortcut that starts the kiosk (--kiosk and --app need no such flag)"})
	}
	return out
}

// RunningObstacles are those of the Chrome that runs on a profile, if one does and
// the system shows its command line.
func RunningObstacles(profile string) []Obstacle {
	lock, err := ReadLock(profile)
	if err != nil || lock.Status != LockInUse {
		return nil
	}
	out := kioskObstacles(flagsOf(lock.PID))
	if isTemporary(profile) {
		out = append(out, Obstacle{Kind: Wiped, Certain: true, What: "the terminal's Chrome runs on a profile made for this time only, " + profile,
			Hint: "take --temp-profile out of the script or shortcut that starts the kiosk, and give it a --user-data-dir that stays"})
	}
	return out
}

// otherKiosk is a Chrome that shows the POS on another profile, where none runs on this
// one: the folder may have been mistyped. Two terminals on one machine have a profile each,
// so it may be right all the same.
func otherKiosk(profile, origin string) []Obstacle {
	if inUse(profile) {
		return nil
	}
	var out []Obstacle
	for pid, folder := range showing(origin) {
		where := "the profile " + folder
		if folder == "" {
			where = "its default profile"
		}
		out = append(out, Obstacle{Kind: Unused, What: fmt.Sprintf("a Chrome that shows this POS runs on %s (pid %d), and none on %s", where, pid, profile),
			Hint: "if that is the terminal, name its profile with --profile"})
	}
	slices.SortFunc(out, func(a, b Obstacle) int { return strings.Compare(a.What, b.What) })
	return out
}

// isTemporary says whether a folder is one of mktemp's, in which Debian's start
// script has Chrome run with --temp-profile; it removes the folder at the end.
func isTemporary(folder string) bool {
	made, _ := filepath.Match("tmp.??????????", filepath.Base(folder)) // the pattern is sound
	return made && filepath.Clean(filepath.Dir(folder)) == filepath.Clean(os.TempDir())
}
