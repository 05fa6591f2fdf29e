package reach

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/pace/pacetest"
)

// An ssh whose far end is frozen ends neither by itself nor with its stdin, nor does
// the one that leads to it (ProxyJump): the end of a tunnel ends both.
func TestFrozenTunnelEnds(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &tunnel{listener: listener, open: map[io.Closer]struct{}{}, dial: func(ctx context.Context) *exec.Cmd {
		return exec.CommandContext(ctx, "sh", "-c", "trap '' HUP INT TERM; sleep 3601 & echo $$ $!; exec sleep 3600")
	}}
	line.live, line.end = context.WithCancel(t.Context())
	line.all.Go(line.serve)
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var ssh, jump int
	if _, err := fmt.Fscan(bufio.NewReader(conn), &ssh, &jump); err != nil {
		t.Fatal(err)
	}
	began := pacetest.Start()
	line.Close()
	if began.Longer(afterKill + 5*time.Second) {
		t.Errorf("it took %s", began)
	}
	for _, pid := range []int{ssh, jump} {
		wait := pacetest.For(t, 5*time.Second, "a process of the tunnel to end")
		for runs(pid) {
			wait.Over(t)
			time.Sleep(time.Millisecond)
		}
	}
}

// runs says whether a process is there and is no zombie, which has no command line.
func runs(pid int) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return err == nil && len(line) > 0
}

// What ssh makes of our words and of the configuration of a user who sits at it.
func TestWhatSSHIsTold(t *testing.T) {
	t.Parallel()
	config := t.TempDir() + "/config"
	users := "Host *\nForwardAgent yes\nForwardX11 yes\nLocalForward 127.0.0.1:1 127.0.0.1:1\nRemoteForward 127.0.0.1:1 127.0.0.1:1\n" +
		"PermitLocalCommand yes\nRemoteCommand echo\nRequestTTY force\nTunnel yes\nBatchMode no\nLogLevel QUIET\nControlMaster yes\nConnectTimeout 300\nServerAliveInterval 0\n"
	if err := os.WriteFile(config, []byte(users), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &Processes{Connect: 7 * time.Second}
	args := append([]string{"-G"}, p.sshArgs(&inventory.Terminal{SSHConfig: config})...)
	said, err := exec.CommandContext(t.Context(), "ssh", append(args, "till", "true")...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	told := map[string]string{}
	for line := range strings.Lines(string(said)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		told[name] = value
	}
	for name, want := range map[string]string{"batchmode": "yes", "forwardagent": "no", "forwardx11": "no", "localforward": "", "remoteforward": "",
		"permitlocalcommand": "no", "remotecommand": "", "requesttty": "false", "tunnel": "false", "loglevel": "ERROR", "controlmaster": "false",
		"connecttimeout": "7", "serveraliveinterval": "10", "serveralivecountmax": "3"} {
		if got := told[name]; got != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
}
