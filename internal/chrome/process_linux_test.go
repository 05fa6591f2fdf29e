package chrome

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

func TestKilledBrowserIsNamed(t *testing.T) {
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	visit(t, p, "about:blank") // the window's own page may still be coming
	pending := make(chan error, 1)
	go func() { pending <- p.Eval(context.Background(), `new Promise(() => {})`, nil) }()
	time.Sleep(50 * time.Millisecond) // the call must be on its way
	start := pacetest.Start()
	if err := syscall.Kill(b.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	err := <-pending
	var exit *ExitError
	var status *exec.ExitError
	if !errors.As(err, &exit) || !errors.As(err, &status) || !strings.Contains(err.Error(), "signal: killed") {
		t.Errorf("pending call: %v", err)
	}
	if start.Longer(2 * time.Second) {
		t.Errorf("noticed after %v", start)
	}
	select {
	case <-b.Done():
	case <-pacetest.Within(t, 5*time.Second).Done():
		t.Fatal("Done is not closed")
	}
	if groupAlive(b.PID()) {
		t.Error("processes are left")
	}
	if !errors.As(b.Close(context.Background()), &exit) || !errors.As(p.Eval(context.Background(), "1", nil), &exit) {
		t.Error("later calls do not say that the browser exited")
	}
}

func TestStoppedBrowserIsKilledAsLastResort(t *testing.T) {
	b := open(t, t.TempDir())
	if err := syscall.Kill(b.PID(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	err := b.Close(within(t, 500*time.Millisecond))
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "was killed") {
		t.Errorf("close: %v", err)
	}
	if groupAlive(b.PID()) {
		t.Error("processes are left")
	}
}

// A browser that stands still is not taken for a page that does: every call has
// an end, and says so.
func TestStoppedBrowserIsNamed(t *testing.T) {
	t.Parallel()
	b := open(t, t.TempDir(), func(o *Options) { o.HangLimit = time.Second })
	p := firstPage(t, b)
	if err := syscall.Kill(b.PID(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	err := p.Navigate(within(t, 30*time.Second), "about:blank#2")
	if !errors.Is(err, ErrUnresponsive) || !strings.Contains(err.Error(), "opening about:blank#2: the browser did not answer") {
		t.Errorf("a navigation: %v", err)
	}
	_, err = b.Cookies(within(t, 100*time.Millisecond), "http://127.0.0.1/")
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "reading the cookies of http://127.0.0.1/") {
		t.Errorf("cookies: %v", err)
	}
	if err := syscall.Kill(b.PID(), syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	shut(t, b)
}

// TestKilledLauncherLeavesNoChrome kills the process that launched Chrome, as
// the kernel would, and looks at what stays: no process, no lock, the cookie.
func TestKilledLauncherLeavesNoChrome(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			s := newSite(t)
			dir := t.TempDir()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "CHROME_TEST_LAUNCHER="+dir, "CHROME_TEST_URL="+s.URL+"/login")
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer stdin.Close()
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(stdout).ReadString('\n')
			if err != nil || !strings.HasPrefix(line, "pid ") {
				t.Fatalf("the launcher said %q: %v", line, err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(line[4:]))
			if err != nil {
				t.Fatal(err)
			}
			cmd.Process.Signal(sig)
			cmd.Wait()
			start := pacetest.Start()
			for groupAlive(pid) {
				if start.Longer(10 * time.Second) {
					syscall.Kill(-pid, syscall.SIGKILL)
					t.Fatal("chrome outlives its launcher")
				}
				time.Sleep(5 * time.Millisecond)
			}
			t.Logf("chrome was gone %v after the launcher", start)
			if _, err := os.Lstat(filepath.Join(dir, "SingletonLock")); err == nil {
				t.Error("the lock is left")
			}
			b := open(t, dir)
			if c, err := b.Cookies(within(t, 5*time.Second), s.URL); err != nil || len(c) != 1 {
				t.Errorf("cookies after the kill: %v, %v", c, err)
			}
		})
	}
}
