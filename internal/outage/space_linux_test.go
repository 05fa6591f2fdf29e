package outage

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"golang.org/x/sys/unix"
)

// TestNoOtherWayOut runs a program of ours in the place of Chrome.
func TestNoOtherWayOut(t *testing.T) {
	u := newTill(t, newSite(t, false), false)
	var out bytes.Buffer
	cmd := exec.CommandContext(within(t, 20*time.Second), os.Args[0], u.gate.ProxyFlag())
	cmd.Env = append(os.Environ(), "OUTAGE_TEST_INSIDE="+u.site.address(t).Host)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := u.gate.Wrap(cmd); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	t.Logf("%s in %v", &out, time.Since(start).Round(time.Millisecond))
	// A socket from outside would be a way out; an IPv6 address that is being
	// checked is a change of the network to come.
	for _, want := range []string{"target=no", "proxy=yes", "ambient=0000000000000000", "sockets=0", "own-ipv6=false <nil>"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing in %q", want, &out)
		}
	}
	if u.site.count() != 0 {
		t.Error("the server was reached")
	}
}

// TestHelperFailures lets the browser be missing, and takes the gate away.
func TestHelperFailures(t *testing.T) {
	u := newTill(t, newSite(t, false), false)
	var out bytes.Buffer
	missing := exec.CommandContext(within(t, 20*time.Second), "/nowhere/chrome")
	missing.Err = nil
	missing.Stdout, missing.Stderr = &out, &out
	if err := u.gate.Wrap(missing); err != nil {
		t.Fatal(err)
	}
	if err := missing.Run(); err == nil || !strings.Contains(out.String(), "starting /nowhere/chrome: no such file") {
		t.Errorf("%v: %s", err, &out)
	}

	// A helper that the gate has given up must end, not wait or run Chrome.
	out.Reset()
	late := exec.CommandContext(within(t, 20*time.Second), os.Args[0], "-test.run=^$")
	late.Stdout, late.Stderr = &out, &out
	if err := u.gate.Wrap(late); err != nil {
		t.Fatal(err)
	}
	if err := u.gate.Close(); err != nil {
		t.Fatal(err)
	}
	start := pacetest.Start()
	if err := late.Run(); err == nil || start.Longer(5*time.Second) {
		t.Errorf("the helper of a closed gate: %v after %v: %s", err, start, &out)
	}
}

func TestOpenWithoutRunHelper(t *testing.T) {
	helperReady.Store(false)
	defer helperReady.Store(true)
	g := openGate(t, &url.URL{Scheme: "http", Host: "127.0.0.1:9"}, false)
	if g.Method() != MethodProxy || !strings.Contains(g.Reason(), "RunHelper") {
		t.Errorf("%s, %s", g.Method(), g.Reason())
	}
}

// TestKilledLauncherLeavesNothing kills the process that holds the gate.
func TestKilledLauncherLeavesNothing(t *testing.T) {
	newTill(t, newSite(t, false), false)
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "OUTAGE_TEST_LAUNCHER="+dir)
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
	f := strings.Fields(line)
	if err != nil || len(f) != 3 || f[0] != "pid" || f[2] != MethodGate {
		t.Fatalf("the launcher said %q: %v", line, err)
	}
	pid, err := strconv.Atoi(f[1])
	if err != nil {
		t.Fatal(err)
	}
	if n := living(t, pid); n < 3 {
		t.Errorf("only %d processes of Chrome run", n)
	}
	cmd.Process.Kill()
	cmd.Wait()
	start := pacetest.Start()
	for living(t, pid) > 0 {
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
}

// living counts the processes of a group that are no zombies.
func living(t *testing.T, pgid int) int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(f) > 2 && f[0] != "Z" && f[2] == strconv.Itoa(pgid) {
			n++
		}
	}
	return n
}

// TestNetlinkMessages checks the encoding against the layout of rtnetlink(7).
func TestNetlinkMessages(t *testing.T) {
	if got := attribute(3, []byte("lo\x00")); !bytes.Equal(got, append(native(7, 3), 'l', 'o', 0, 0)) {
		t.Errorf("attribute: %v", got)
	}
	got := addressRequest(5, [4]byte{192, 0, 2, 2}, 24)
	want := join([]byte{unix.AF_INET, 24, 0, 0}, binary.NativeEndian.AppendUint32(nil, 5),
		native(8, unix.IFA_LOCAL), []byte{192, 0, 2, 2}, native(8, unix.IFA_ADDRESS), []byte{192, 0, 2, 2})
	if !bytes.Equal(got, want) {
		t.Errorf("address: %v", got)
	}
	if got := vethRequest("a", "b"); len(got) != 16+8+4+(4+8)+4+4+16+8 || !bytes.Contains(got, []byte("veth\x00")) {
		t.Errorf("veth: %d bytes %q", len(got), got)
	}
	answer := func(typ uint16, code int32) []byte {
		head := join(binary.NativeEndian.AppendUint32(nil, 36), native(typ, 0), make([]byte, 8))
		return binary.NativeEndian.AppendUint32(head, uint32(code))
	}
	if err := verdict(answer(unix.NLMSG_ERROR, 0)); err != nil {
		t.Error(err)
	}
	if err := verdict(answer(unix.NLMSG_ERROR, -int32(unix.EPERM))); !errors.Is(err, unix.EPERM) {
		t.Error(err)
	}
	if verdict(answer(unix.NLMSG_DONE, 0)) == nil || verdict(nil) == nil {
		t.Error("a wrong answer was taken for a yes")
	}
}

func native(a, b uint16) []byte {
	return binary.NativeEndian.AppendUint16(binary.NativeEndian.AppendUint16(nil, a), b)
}
