package chrome

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/hint"
	"poswarm/internal/pace/pacetest"
)

// cacheNames is evaluated in a worker.
const cacheNames = `caches.keys().then(k => k.join())`

// Only what was asked for changes, and a number keeps its digits.
func TestKeepStorageLeavesTheOtherPreferences(t *testing.T) {
	profile := t.TempDir()
	file := filepath.Join(profile, "Default", "Preferences")
	if err := replaceFile(file, []byte(`{"profile":{"exit_type":"Normal","id":13440079379064178000},"other":[1]}`)); err != nil {
		t.Fatal(err)
	}
	const shop = "https://pos.example.org"
	if KeepsStorage(profile, "", shop) {
		t.Error("persistent before it was asked for")
	}
	if err := keepStorage(profile, "", shop); err != nil {
		t.Fatal(err)
	}
	if !KeepsStorage(profile, "", shop) || KeepsStorage(profile, "", "https://other.example.org") || KeepsStorage(profile, "Profile 1", shop) {
		t.Error("not persistent for the one origin of the one profile")
	}
	text, err := os.ReadFile(file)
	for _, part := range []string{`"exit_type":"Normal"`, `"id":13440079379064178000`, `"other":[1]`, `"https://pos.example.org:443,*":{"setting":1}`} {
		if err != nil || !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s (%v)", part, text, err)
		}
	}
	if err := os.WriteFile(file, []byte(`{"profile":`), 0o600); err != nil {
		t.Fatal(err)
	}
	// As a power cut leaves them: Chrome starts with its defaults, and so do we.
	if err := keepStorage(profile, "", shop); err != nil || !KeepsStorage(profile, "", shop) {
		t.Errorf("damaged preferences: %v", err)
	}
	if aside, err := os.ReadFile(file + ".bad"); err != nil || string(aside) != `{"profile":` {
		t.Errorf("what was damaged is gone: %q, %v", aside, err)
	}
}

func TestSecondLaunchKeepsWorkerAndCookie(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	b := open(t, dir, func(o *Options) { o.KeepStorageOf = s.URL })
	p := firstPage(t, b)
	visit(t, p, s.URL+"/login")
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	var where string
	if err := b.EvalWorker(within(t, 5*time.Second), s.URL+"/pos/", `Promise.resolve(self.marker + " " + self.constructor.name)`, &where); err != nil || where != "inside ServiceWorkerGlobalScope" {
		t.Errorf("in the worker: %q, %v", where, err)
	}
	// The attachment must not have taken the worker along.
	if err := p.Reload(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if !eval[bool](t, p, `!!navigator.serviceWorker.controller`) {
		t.Error("the reloaded page is not controlled")
	}
	doc := p.Observed().Responses[0]
	if !doc.FromServiceWorker || doc.Source != "network" {
		t.Errorf("online document: %+v", doc)
	}
	start := time.Now()
	shut(t, b)
	t.Logf("close took %v", time.Since(start).Round(time.Millisecond))
	if l, err := ReadLock(dir); err != nil || l.Status != LockFree {
		t.Errorf("lock after close: %v, %v", l, err)
	}

	s.CloseClientConnections()
	s.Close()
	b = open(t, dir)
	p = firstPage(t, b)
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, loaded)
	if got := eval[string](t, p, `document.querySelector("h1").textContent`); got != "POS up" {
		t.Errorf("offline page shows %q", got)
	}
	doc = p.Observed().Responses[0]
	if !doc.FromServiceWorker || doc.Source == "network" || doc.Source == "http-cache" {
		t.Errorf("offline document: %+v", doc)
	}
	if !eval[bool](t, p, `navigator.storage.persisted()`) {
		t.Error("this Chrome may evict what the first one was told to keep")
	}
	cookies, err := b.Cookies(within(t, 5*time.Second), s.URL)
	if err != nil || len(cookies) != 1 || cookies[0].Name != "session_id" || time.Until(cookies[0].Expires) < 50*time.Minute {
		t.Fatalf("cookies after the restart: %v, %v", cookies, err)
	}
	for _, text := range []string{fmt.Sprint(cookies), fmt.Sprintf("%+v %#v", cookies[0], cookies)} {
		if strings.Contains(text, "very-secret") {
			t.Errorf("the value is printed: %s", text)
		}
	}
	if cookies[0].Value() != "very-secret" {
		t.Errorf("value %q", cookies[0].Value())
	}
}

func TestStoppedWorkerIsStartedForEval(t *testing.T) {
	s := newSite(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	if err := b.StopWorkers(within(t, 5*time.Second)); err != nil {
		t.Fatal(err)
	}
	if list := b.Workers(); len(list) != 1 || list[0].Running != "stopped" {
		t.Errorf("stopped, and the list says %+v", list)
	}
	var names string
	if err := b.EvalWorker(within(t, 10*time.Second), s.URL+"/pos/", cacheNames, &names); err != nil || names != "pos" {
		t.Errorf("caches %q, %v", names, err)
	}
	err := b.EvalWorker(within(t, 5*time.Second), s.URL+"/other/", "1", nil)
	if !errors.Is(err, ErrNoWorker) || !strings.Contains(err.Error(), "/other/") {
		t.Errorf("unknown scope: %v", err)
	}
	var script *ScriptError
	if err := b.EvalWorker(within(t, 5*time.Second), s.URL+"/pos/", "nosuch()", nil); !errors.As(err, &script) {
		t.Errorf("exception in the worker: %v", err)
	}
	if w := b.Workers(); len(w) != 1 || w[0].Status != "activated" || w[0].Scope != s.URL+"/pos/" {
		t.Errorf("workers: %+v", w)
	}
}

func TestClearHTTPCache(t *testing.T) {
	s := newSite(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	for i, want := range []int{1, 1, 2} {
		if i == 2 {
			if err := b.ClearHTTPCache(within(t, 5*time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		visit(t, p, s.URL+"/plain")
		eval[bool](t, p, loaded)
		if got := s.count("/cached.js"); got != want {
			t.Errorf("load %d: the server saw the script %d times, want %d", i, got, want)
		}
	}
}

// TestCopyOfARunningProfile copies while the page writes and starts the copy
// with the server dead.
func TestCopyOfARunningProfile(t *testing.T) {
	s := newSite(t)
	src := t.TempDir()
	b := open(t, src, func(o *Options) { o.ProfileDirectory = "Kiosk7" })
	p := firstPage(t, b)
	visit(t, p, s.URL+"/login")
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	if err := p.Eval(within(t, 5*time.Second), `caches.open("pos").then(c => { let n = 0; setInterval(() => c.put("/pos/n" + n++, new Response("x".repeat(20000))), 2); })`, nil); err != nil {
		t.Fatal(err)
	}

	lock, err := ReadLock(src)
	if err != nil || lock.Status != LockInUse || lock.PID != b.PID() {
		t.Errorf("lock of a running profile: %v, %v", lock, err)
	}
	if _, err := Launch(within(t, 10*time.Second), Options{Profile: src, Headless: true}); !errors.Is(err, ErrProfileInUse) || hint.Of(err) == "" {
		t.Errorf("second launch: %v", err)
	}

	dst := filepath.Join(t.TempDir(), "copy")
	start := time.Now()
	if err := CopyProfile(within(t, 20*time.Second), src, dst, Selection{ProfileDirectory: "Kiosk7"}); err != nil {
		t.Fatal(err)
	}
	t.Logf("the copy took %v", time.Since(start).Round(time.Millisecond))
	shut(t, b)
	s.CloseClientConnections()
	s.Close()

	info, err := os.Stat(dst)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode of the copy: %v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(filepath.Join(dst, "Kiosk7", "Cache")); err == nil {
		t.Error("the HTTP cache was copied")
	}
	b = open(t, dst, func(o *Options) { o.ProfileDirectory = "Kiosk7" })
	p = firstPage(t, b)
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, loaded)
	if got := eval[string](t, p, `document.querySelector("h1").textContent`); got != "POS up" {
		t.Errorf("the copy shows %q", got)
	}
	if err := CopyProfile(context.Background(), src, dst, Selection{ProfileDirectory: "Kiosk7"}); err == nil {
		t.Error("a copy over an existing folder was allowed")
	}
	if err := CopyProfile(context.Background(), src, t.TempDir(), Selection{ProfileDirectory: "Nobody"}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("copy of a missing directory: %v", err)
	}
	if err := CopyProfile(context.Background(), src, t.TempDir(), Selection{ProfileDirectory: "../x"}); !errors.Is(err, ErrNoProfile) {
		t.Errorf("copy from outside the profile: %v", err)
	}
}

// TestCopyRetriesAChangingFolder lets files come and go all the time.
func TestCopyRetriesAChangingFolder(t *testing.T) {
	src := t.TempDir()
	db := filepath.Join(src, "Default", "IndexedDB", "a.leveldb")
	if err := os.MkdirAll(db, 0o755); err != nil {
		t.Fatal(err)
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(30 * time.Millisecond):
			}
			os.WriteFile(filepath.Join(db, fmt.Sprintf("%06d.ldb", i)), []byte("x"), 0o644)
			os.Remove(filepath.Join(db, fmt.Sprintf("%06d.ldb", i-1)))
		}
	}()
	dst := filepath.Join(t.TempDir(), "copy")
	err := CopyProfile(within(t, 20*time.Second), src, dst, Selection{ProfileDirectory: "Default"})
	close(stop)
	<-done
	if err != nil {
		t.Error(err)
	}
}

func TestReadLock(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	dead := exec.Command(os.Args[0], "-test.run=^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sleep", "60")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer other.Wait()
	defer other.Process.Kill()
	for _, c := range []struct {
		link string
		want LockStatus
	}{
		{"", LockFree},
		{fmt.Sprintf("%s-%d", host, dead.Process.Pid), LockStale},
		// It lives, but it is no Chrome: the number was used again.
		{fmt.Sprintf("%s-%d", host, other.Process.Pid), LockStale},
		{"till-9-old-4711", LockOtherHost},
	} {
		dir := t.TempDir()
		if c.link != "" {
			if err := os.Symlink(c.link, filepath.Join(dir, "SingletonLock")); err != nil {
				t.Fatal(err)
			}
		}
		l, err := ReadLock(dir)
		if err != nil || l.Status != c.want {
			t.Errorf("%q: %v, %v; want %s", c.link, l, err, c.want)
		}
		if c.want == LockOtherHost {
			if l.Host != "till-9-old" || l.PID != 4711 {
				t.Errorf("other host: %+v", l)
			}
			start := pacetest.Start()
			_, err := Launch(context.Background(), Options{Profile: dir, Headless: true})
			if !errors.Is(err, ErrProfileOtherHost) || hint.Of(err) == "" || start.Longer(5*time.Second) {
				t.Errorf("launch: %v after %v", err, start)
			}
		}
	}
}

// TestStaleLockIsTakenOver starts Chrome where another one died.
func TestStaleLockIsTakenOver(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	dead := exec.Command(os.Args[0], "-test.run=^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(fmt.Sprintf("%s-%d", host, dead.Process.Pid), filepath.Join(dir, "SingletonLock")); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}
