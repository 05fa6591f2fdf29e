package reach

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Another user of the machine gets nothing from a tunnel's near end; we do.
func TestTunnelIsOurs(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can be another user")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &tunnel{listener: listener, open: map[io.Closer]struct{}{}, dial: func(ctx context.Context) *exec.Cmd {
		return exec.CommandContext(ctx, "echo", "the till")
	}}
	line.live, line.end = context.WithCancel(t.Context())
	line.all.Go(line.serve)
	defer line.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for _, c := range []struct {
		uid            uint32
		hears, trouble string
	}{{0, "the till\n", ""}, {65534, "", "user 65534 may not use this tunnel"}} {
		other := exec.CommandContext(t.Context(), "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/"+port+" && cat <&3")
		other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: c.uid, Gid: c.uid}}
		heard, err := other.Output()
		if err != nil || string(heard) != c.hears || line.Trouble() != c.trouble {
			t.Errorf("user %d hears %q (%v), trouble %q", c.uid, heard, err, line.Trouble())
		}
	}
}

func TestSocketUser(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 2 1
`
	at := func(port int) *net.TCPAddr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port} }
	if uid, err := socketUser(strings.NewReader(table), at(50000), at(8080)); uid != 1000 || err != nil {
		t.Errorf("%d, %v", uid, err)
	}
	if _, err := socketUser(strings.NewReader(table), at(50001), at(8080)); err == nil {
		t.Error("a socket that is not there has a user")
	}
	if _, err := socketUser(io.LimitReader(strings.NewReader(table), 0), at(50000), at(8080)); err == nil {
		t.Error("an empty table has a user")
	}
}
