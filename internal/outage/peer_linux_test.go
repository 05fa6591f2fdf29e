package outage

import (
	"bufio"
	"io"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"golang.org/x/sys/unix"
)

func TestOtherUsersAreRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root to be another user")
	}
	s := newSite(t, false)
	g := openGate(t, s.address(t), true)
	for uid, want := range map[int]string{0: "HTTP/1.1 404", 65534: ""} {
		line, err := askAs(uid, strings.TrimPrefix(g.ProxyFlag(), "http://"), s.URL)
		if !strings.HasPrefix(line, want) || (err == nil) != (want != "") {
			t.Errorf("user %d: %q, %v", uid, line, err)
		}
	}
	if s.count() != 1 || len(g.Log()) != 1 {
		t.Errorf("%d requests, log %+v", s.count(), g.Log())
	}
}

// askAs returns the first line of an answer to another user. A thread has a user
// of its own for the files it makes, sockets among them.
func askAs(uid int, proxy, url string) (string, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_, _, _ = unix.RawSyscall(unix.SYS_SETFSUID, uintptr(uid), 0, 0)
	c, err := net.Dial("tcp", proxy)
	_, _, _ = unix.RawSyscall(unix.SYS_SETFSUID, uintptr(os.Geteuid()), 0, 0)
	if err != nil {
		return "", err
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(pacetest.Long(30 * time.Second)))
	_, _ = io.WriteString(c, "GET "+url+"/x HTTP/1.1\r\nHost: x\r\n\r\n")
	return bufio.NewReader(c).ReadString('\n')
}

func TestSocketTable(t *testing.T) {
	local, remote := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:8080")
	if word := netip.AddrFrom4([4]byte{1, 0, 0, 127}); tableAddress("7F000001:1F90").Addr() != word {
		t.Skip("the lines below are of a little-endian machine")
	}
	for line, want := range map[string]int{
		"  1: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 777 1 0 20 4 30 10 -1":                                                 1000,
		"  1: 0000000000000000FFFF00000100007F:9C40 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 777 1 0 20 4 30 10 -1": 1001,
		"  1: 0100007F:9C40 0100007F:1F90 04 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1":                                                   nobody,
		"  1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 778 1 0 20 4 30 10 -1":                                                 nobody,
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode":                                                                nobody,
		"": nobody,
	} {
		if got := ownerIn(line, local, remote); got != want {
			t.Errorf("%s: %d, want %d", line, got, want)
		}
	}
}
