package verify_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// tillLie is something about a till that is ready by what it holds, and does not come
// up, or must not be judged like this. Most are told by no browser.
type tillLie struct {
	name   string
	lay    func(t *testing.T, profile string, o *verify.Options)
	want   result.Outcome
	reason result.Reason
	says   string
}

// tillLies are told about copies of one till.
func tillLies(t *testing.T) {
	t.Parallel()
	_, primed, servers := tillOn(t)
	at, err := servers.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	servers.Give(at, false)
	lies := append(settingLies(at.URL.Host), append(placeLies(), startLies(primed)...)...)
	// The till itself passes: with no lie, and with what does no harm.
	for name, harmless := range map[string]result.Reason{"Preferences": result.StorageEvictable, "Cookies": result.LoginEnds} {
		lies = append(lies, tillLie{"no lie: the power went, and with it the " + name, func(t *testing.T, profile string, _ *verify.Options) {
			lay(t, filepath.Join(profile, "Default", name), "")
		}, result.Passed, "", string(harmless)})
	}
	for _, lie := range lies {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			profile := filepath.Join(t.TempDir(), "till")
			if err := chrometest.CopyTerminal(t.Context(), primed, profile); err != nil {
				t.Fatal(err)
			}
			o := verify.Options{Subject: scenario.AsFound, Profile: profile, Benches: bench.NewOne(at), Scenarios: named(t, "cold-start")}
			lie.lay(t, profile, &o)
			lie.judge(t, o)
		})
	}
}

func (l tillLie) judge(t *testing.T, o verify.Options) {
	t.Helper()
	if l.want == result.Passed {
		if got := decided(t, o); got.Result != result.Passed || !warnsOf(got, result.Reason(l.says)) {
			t.Errorf("%s (%s): %s, %v; want a pass with the warning %s", got.Result, got.Reason, got.Words(), got.Warnings, l.says)
		}
		return
	}
	lie{scenario: o.Scenarios, want: l.want, reason: l.reason, says: l.says}.judge(t, o)
}

func lay(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// settingLies are what the user of the till's Chrome has chosen, which no copy of its
// storage shows.
func settingLies(host string) []tillLie {
	of := func(name, setting string, reason result.Reason, says string) tillLie {
		return tillLie{name, func(t *testing.T, profile string, _ *verify.Options) {
			lay(t, filepath.Join(profile, "Default", "Preferences"), `{"profile":{`+setting+`}}`)
		}, result.Failed, reason, says}
	}
	all := func(kind string, setting int) string {
		return fmt.Sprintf(`"default_content_setting_values":{%q:%d}`, kind, setting)
	}
	one := func(kind, pattern string, setting int) string {
		return fmt.Sprintf(`"content_settings":{"exceptions":{%q:{"%s,*":{"setting":%d}}}}`, kind, pattern, setting)
	}
	return []tillLie{
		of("what sites store ends with the browser", all("cookies", 4), result.WipedAtRestart, "only until Chrome is closed"),
		of("what this site stores ends with the browser", one("cookies", "http://"+host, 4), result.WipedAtRestart, "only until Chrome is closed"),
		of("no site may store anything", all("cookies", 2), result.WipedAtRestart, "blocks site data"),
		of("this site may store nothing", one("cookies", "[*.]127.0.0.1", 2), result.WipedAtRestart, "blocks site data"),
		of("no site may run scripts", all("javascript", 2), result.BlockedBySetting, "blocks JavaScript"),
		of("this site may run no scripts", one("javascript", "http://"+host, 2), result.BlockedBySetting, "blocks JavaScript"),
		of("no site may show pictures", all("images", 2), result.BlockedBySetting, "blocks images"),
	}
}

// placeLies are about where the till is, and who has used it.
func placeLies() []tillLie {
	damaged := func(name string) func(*testing.T, string, *verify.Options) {
		return func(t *testing.T, profile string, _ *verify.Options) {
			lay(t, filepath.Join(profile, "Default", name), "SQLite format 3\x00 and then nothing of the kind")
		}
	}
	return []tillLie{
		{"its lock is of another machine", func(t *testing.T, profile string, _ *verify.Options) {
			if err := os.Symlink("oldname-4711", filepath.Join(profile, "SingletonLock")); err != nil {
				t.Fatal(err)
			}
		}, result.Failed, result.CannotStart, "oldname"},
		{"a newer Chrome has run on it", func(t *testing.T, profile string, o *verify.Options) {
			lay(t, filepath.Join(profile, "Last Version"), "999.0.0.0")
			o.Browser.Binary = chrome.Binary{Path: chrometest.Scratch().Path, Version: "156.0.0.0"}
		}, result.Error, "", "newer version"},
		{"it is another user's", func(t *testing.T, profile string, _ *verify.Options) {
			if os.Geteuid() != 0 {
				t.Skip("only root can make another user's")
			}
			if err := os.Chown(profile, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}, result.Error, "", "belongs to another user"},
		{"a copy of it would fill the disk", func(t *testing.T, profile string, _ *verify.Options) {
			folders, _ := filepath.Glob(filepath.Join(profile, "Default", "IndexedDB", "*")) // the pattern is sound
			huge := filepath.Join(folders[0], "huge")
			lay(t, huge, "")
			if err := os.Truncate(huge, 1<<42); err != nil {
				t.Fatal(err)
			}
		}, result.Error, result.DiskFull, "not enough room"},
		{"its cookies cannot be read", damaged("Cookies"), result.Error, "", "reading the cookies"},
		{"whose storage is what cannot be read", damaged(filepath.Join("WebStorage", "QuotaManager")), result.Error, "", "which storage"},
	}
}

// startLies are about how its browser is started. primed is another till.
func startLies(primed string) []tillLie {
	var out []tillLie
	for _, flag := range []string{"--load-extension=/opt/kiosk", "--enable-quic", "--webrtc-ip-handling-policy=default", "--restore-last-session"} {
		out = append(out, tillLie{"a flag that is not the kiosk's to give, " + flag, func(_ *testing.T, _ string, o *verify.Options) {
			o.Browser.Flags = []string{flag}
		}, result.Error, "", "cannot be set"})
	}
	script := func(name, flag string, reason result.Reason, says string) tillLie {
		return tillLie{name, func(t *testing.T, _ string, o *verify.Options) {
			file := filepath.Join(t.TempDir(), "kiosk")
			text := fmt.Sprintf("#!/bin/sh\nexec '%s' \"$@\" '%s'\n", chrometest.Scratch().Path, flag)
			if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
				t.Fatal(err)
			}
			o.Browser.Binary = chrome.Binary{Path: file}
		}, result.Error, reason, says}
	}
	return append(out,
		script("the browser opens another till's profile", "--user-data-dir="+primed, result.NotIsolated, "did not open the profile"),
		script("the browser writes into the till's cache", "--disk-cache-dir="+filepath.Join(os.TempDir(), "kiosk-cache"), result.NotIsolated, "--disk-cache-dir"),
		script("the browser keeps no log of where it went", "--log-net-log=/dev/null", result.NotProven, "kept no log"),
		tillLie{"the kiosk that runs stores nothing", func(t *testing.T, profile string, _ *verify.Options) {
			full := fullBrowser(t)
			full.Profile, full.Headless, full.Wrap = profile, true, func(c *exec.Cmd) error {
				c.Args = append(c.Args, "--incognito")
				return nil
			}
			kiosk, err := chrome.Launch(t.Context(), full)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = kiosk.Kill(t.Context()) })
		}, result.Failed, result.WipedAtRestart, "--incognito"})
}
