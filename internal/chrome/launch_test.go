package chrome

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/hint"
	"poswarm/internal/pace/pacetest"
)

// script writes an executable that plays a browser.
func script(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFind(t *testing.T) {
	good := script(t, "chrome", `echo "[: unexpected operator" >&2; echo "Chromium 156.0.8078.79 built on Debian"`)
	t.Setenv(EnvBinary, "")
	b, err := Find(good)
	if err != nil || b.Path != good || b.Version != "156.0.8078.79" {
		t.Errorf("by path: %v, %v", b, err)
	}
	t.Setenv(EnvBinary, good)
	if b, err := Find(""); err != nil || b.Path != good {
		t.Errorf("by environment: %v, %v", b, err)
	}
	for name, path := range map[string]string{
		"missing": filepath.Join(t.TempDir(), "nothing"),
		"shell":   script(t, "chrome-headless-shell", `echo "156.0.8078.79"`),
		"stub":    script(t, "chromium-browser", `echo "requires the chromium snap"; exit 1`),
		"editor":  script(t, "vi", `echo "VIM 9.0"`),
	} {
		if _, err := Find(path); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), path) || hint.Of(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	shell := script(t, "chrome-headless-shell", `echo "Chromium 156.0.8078.79"`)
	if b, err := FindScratch(shell); err != nil || b.Path != shell {
		t.Errorf("the shell, for profiles of our own: %v, %v", b, err)
	}
	t.Setenv(EnvBinary, "")
	t.Setenv("PATH", t.TempDir())
	if _, err := os.Stat("/opt/google/chrome/chrome"); err == nil {
		return
	}
	if _, err := Find(""); !errors.Is(err, ErrNotFound) || hint.Of(err) == "" {
		t.Errorf("nothing installed: %v", err)
	}
}

func TestLaunchErrors(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       error
		text       string
	}{
		{"sandbox", `echo "[1:1:FATAL] No usable sandbox! If you are running on Ubuntu 23.10+" >&2; exit 1`, ErrNoSandbox, "\ninstall chromium-sandbox"},
		{"root", `echo "Running as root without --no-sandbox is not supported." >&2; exit 1`, ErrNoSandbox, "\ninstall"},
		{"singleton", `echo "Failed to create a ProcessSingleton for your profile directory." >&2; exit 21`, ErrNotIsolated, "\nthe script that starts"},
		{"till", `echo "Opening in existing browser session."; exit 0`, ErrNotIsolated, "\nthe script that starts"},
		{"policy", `echo "DevTools remote debugging is disallowed by the system admin." >&2; exec sleep 60`, ErrNoDebugging, "\na managed policy has RemoteDebuggingAllowed off"},
		{"other", `echo "libnss3.so: cannot open shared object file" >&2; exit 127`, nil, "libnss3.so"},
	} {
		_, err := Launch(within(t, 20*time.Second), Options{Profile: t.TempDir(), Headless: true, Binary: Binary{Path: script(t, "chrome", c.body)}})
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error()+"\n"+hint.Of(err), c.text) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	hang := script(t, "chrome", "exec sleep 60")
	start := pacetest.Start()
	_, err := Launch(within(t, 300*time.Millisecond), Options{Profile: t.TempDir(), Headless: true, Binary: Binary{Path: hang}})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "waiting for "+hang) || start.Longer(5*time.Second) {
		t.Errorf("a browser that hangs: %v after %v", err, start)
	}
	if _, err := Launch(context.Background(), Options{}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("no profile: %v", err)
	}
}

func TestArguments(t *testing.T) {
	args := arguments(Options{Headless: true, ProfileDirectory: "Kiosk7", Proxy: "127.0.0.1:8", TrustSPKI: []string{"a=", "b="}, Flags: []string{"--lang=de"}}, false)
	for _, want := range []string{"headless=new", "profile-directory=Kiosk7", "proxy-server=127.0.0.1:8", "proxy-bypass-list=<-loopback>",
		"ignore-certificate-errors-spki-list=a=,b=", "lang=de", "disable-quic", "password-store=basic", "disable-background-networking", "disable-component-update", "disable-sync", "no-first-run"} {
		if !slices.Contains(args, want) {
			t.Errorf("no %s in %q", want, args)
		}
	}
	for _, never := range []string{"no-sandbox", "enable-automation", "disable-extensions", "use-mock-keychain"} {
		if slices.Contains(args, never) {
			t.Errorf("%s is set", never)
		}
	}
	if !slices.Contains(arguments(Options{}, true), "no-sandbox") || !slices.Contains(arguments(Options{NoSandbox: true}, false), "no-sandbox") {
		t.Error("no-sandbox is missing")
	}
	if _, err := flagOptions(arguments(Options{Flags: []string{"--"}}, false)); err == nil {
		t.Error("a flag without a name was accepted")
	}
	for _, bad := range []string{"--user-data-dir=/x", "remote-debugging-port=9222", "--no-proxy-server", "--proxy-server=direct://",
		"--proxy-bypass-list=*", "--proxy-pac-url=file:///x", "--proxy-auto-detect", "--Host-Resolver-Rules=MAP a b", "--headless=old",
		"--ignore-certificate-errors", "--load-extension=/x"} {
		if _, err := Launch(t.Context(), Options{Profile: t.TempDir(), Headless: true, Flags: []string{bad}}); err == nil || hint.Of(err) == "" {
			t.Errorf("%s: %v, want a refusal with a hint", bad, err)
		}
	}
}

func TestLastWords(t *testing.T) {
	for printed, want := range map[string]string{
		"/usr/bin/chromium: 9: [: 25276502016: unexpected operator\n": "",
		"": "",
		"[1127/105226.079123:ERROR:dbus/bus.cc:405] Failed to connect\n[1127/105228.424864:INFO:CONSOLE:77] \"no\"\n": "",
		"bad_variant_access was thrown in -fno-exceptions mode\n[1127/105228.424864:WARNING:a.cc:1] later\n":          "bad_variant_access was thrown in -fno-exceptions mode",
		"[12:34:1127/105228.424864:FATAL:gpu_data_manager.cc(415)] GPU process isn't usable. Goodbye.\n\n":            "[12:34:1127/105228.424864:FATAL:gpu_data_manager.cc(415)] GPU process isn't usable. Goodbye.",
	} {
		out := &tail{max: 1 << 10}
		if _, err := out.Write([]byte(printed)); err != nil || out.lastWords() != want {
			t.Errorf("%q gives %q, %v", printed, out.lastWords(), err)
		}
	}
}
