package chrome

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// asKiosk starts Chrome as a till does: in a window with tabs.
func asKiosk(o *Options) {
	o.Wrap = func(c *exec.Cmd) error {
		c.Args = slices.DeleteFunc(c.Args, func(arg string) bool { return strings.HasPrefix(arg, "--app=") })
		return nil
	}
}

// lastTabs is the file of the tabs that Chrome would restore, and what it holds.
func lastTabs(t *testing.T, profile string) (name, text string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(profile, "Default", "Sessions", "Session_*")) // the pattern is sound
	if len(files) == 0 {
		t.Fatal("the till's Chrome kept no tabs")
	}
	name = slices.Max(files)
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return name, string(raw)
}

// TestLaunchOpensNoTabOfTheTills: "Continue where you left off" is 1, a list of
// pages 4, both 6 (components/sessions, SessionStartupPref). A pinned tab opens
// with each.
func TestLaunchOpensNoTabOfTheTills(t *testing.T) {
	for _, setting := range []int{1, 4, 6} {
		t.Run(fmt.Sprint(setting), func(t *testing.T) {
			s := newSite(t)
			dir := t.TempDir()
			settings := fmt.Sprintf(`{"session":{"restore_on_startup":%d,"startup_urls":["%s/plain?start"]},"pinned_tabs":[{"url":"%s/plain?pinned"}]}`, setting, s.URL, s.URL)
			if err := replaceFile(filepath.Join(dir, "Default", "Preferences"), []byte(settings)); err != nil {
				t.Fatal(err)
			}
			kiosk := open(t, dir, asKiosk)
			visit(t, firstPage(t, kiosk), s.URL+"/plain")
			eval[bool](t, firstPage(t, kiosk), loaded)
			shut(t, kiosk)
			before := s.count("/plain")
			name, tabs := lastTabs(t, dir)

			b := open(t, dir)
			visit(t, firstPage(t, b), s.URL+"/login")
			time.Sleep(time.Second) // for what should not come there is no event
			if n := s.count("/plain") - before; n != 0 {
				t.Errorf("a Chrome of ours asked for %d pages of the till", n)
			}
			shut(t, b)
			if now, same := lastTabs(t, dir); now != name || same != tabs {
				t.Errorf("the tabs of the till changed from %s to %s", name, now)
			}
		})
	}
}

// TestTillsTabsComeBack: what a Chrome of ours showed in between is none of them.
func TestTillsTabsComeBack(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	if err := replaceFile(filepath.Join(dir, "Default", "Preferences"), []byte(`{"session":{"restore_on_startup":1}}`)); err != nil {
		t.Fatal(err)
	}
	kiosk := open(t, dir, asKiosk)
	visit(t, firstPage(t, kiosk), s.URL+"/plain")
	eval[bool](t, firstPage(t, kiosk), loaded)
	shut(t, kiosk)
	b := open(t, dir)
	visit(t, firstPage(t, b), s.URL+"/scripted")
	shut(t, b)
	before, ours := s.count("/plain"), s.count("/scripted")

	open(t, dir, asKiosk)
	ctx := within(t, 20*time.Second)
	for s.count("/plain") == before && ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Second)                                                              // ours would come with it
	if n, of := s.count("/plain")-before, s.count("/scripted")-ours; n == 0 || of != 0 { // Chrome may ask twice for a tab that it restores
		t.Errorf("%d tabs of the till and %d of ours came back, want some and none", n, of)
	}
}
