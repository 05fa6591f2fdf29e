package reach

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"time"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/procgroup"
)

// tunnel leads to the debugging port of a terminal's Chrome: each connection to
// it becomes an `ssh -W` of its own, so there is no port to agree on and no
// moment at which it is not up yet.
type tunnel struct {
	listener net.Listener
	dial     func(context.Context) *exec.Cmd
	// live ends with the tunnel, and each ssh with it: one whose far end is frozen
	// would not end by itself.
	live context.Context
	end  context.CancelFunc

	mu      sync.Mutex
	trouble string
	open    map[io.Closer]struct{}
	closed  bool
	all     sync.WaitGroup
}

func (p *Processes) tunnel(t *inventory.Terminal) (*tunnel, error) {
	port, err := url.Parse(t.Attach)
	if err != nil {
		return nil, fmt.Errorf("attach: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("a tunnel: %w", err)
	}
	args := append([]string{"-W", port.Host}, append(p.sshArgs(t), t.SSH)...)
	line := &tunnel{listener: listener, open: map[io.Closer]struct{}{}, dial: func(ctx context.Context) *exec.Cmd {
		cmd := exec.CommandContext(ctx, "ssh", args...)
		cmd.Env = p.environment(false)
		return cmd
	}}
	line.live, line.end = context.WithCancel(context.Background())
	line.all.Go(line.serve)
	return line, nil
}

// URL is the near end.
func (l *tunnel) URL() string { return "http://" + l.listener.Addr().String() }

// Trouble is the last thing that ssh complained about, "" for none.
func (l *tunnel) Trouble() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.trouble
}

// Close ends the tunnel and all that goes through it.
func (l *tunnel) Close() {
	_ = l.listener.Close()
	l.mu.Lock()
	l.closed = true
	l.end()
	for c := range l.open {
		_ = c.Close()
	}
	l.mu.Unlock()
	l.all.Wait()
}

func (l *tunnel) serve() {
	for {
		conn, err := l.listener.Accept()
		if err != nil {
			return // closed
		}
		l.all.Go(func() { l.carry(conn) })
	}
}

// afterKill is how long the pipes of an ssh that was killed may stay open, held by a
// process of its own (ProxyCommand).
const afterKill = time.Second

// carry joins a connection with an ssh.
func (l *tunnel) carry(conn net.Conn) {
	defer conn.Close()
	if err := ownPeer(conn); err != nil {
		l.complain(err.Error())
		return
	}
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return
	}
	l.open[conn] = struct{}{}
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.open, conn)
		l.mu.Unlock()
	}()
	cmd := l.dial(l.live)
	cmd.WaitDelay = afterKill
	procgroup.Own(cmd)
	var said strings.Builder
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	if err == nil {
		cmd.Stdout = conn
		err = cmd.Start()
	}
	if err != nil {
		l.complain(err.Error())
		return
	}
	go func() {
		_, _ = io.Copy(in, conn) // ends with the connection
		_ = in.Close()
	}()
	err = cmd.Wait()
	procgroup.EndChildren(cmd) // the ssh of a jump host, frozen as well
	if err != nil && strings.TrimSpace(said.String()) != "" {
		l.complain(strings.TrimSpace(said.String()))
	}
}

func (l *tunnel) complain(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.trouble = strings.Join(strings.Fields(text), " ")
	}
}
