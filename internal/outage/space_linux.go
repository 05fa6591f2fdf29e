package outage

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"poswarm/internal/fault"
)

const (
	// helperArg is the first argument of the helper. No command can have it.
	helperArg = "__poswarm-gate-helper"
	// selfPath is this program, also after an upgrade has replaced its file.
	selfPath = "/proc/self/exe"
	// probePath in the place of a browser makes the helper end after its work.
	probePath = "-"
	// handoverLimit bounds the wait for the helper, and the helper's for us.
	handoverLimit = 20 * time.Second
	probeLimit    = 10 * time.Second
	// cable is the link that Chrome sees as its network.
	cable = "poswarm0"
)

// helperReady says that main called RunHelper. Without it, the helper would run
// the whole program instead.
var helperReady atomic.Bool

// netns makes a network namespace for each browser.
type netns struct {
	gate *Gate
	// user makes a user namespace around it, for those who are not root.
	user bool

	mu  sync.Mutex
	cur *cell
}

// cell is the namespace of one browser, as seen from outside.
type cell struct {
	ours, theirs *os.File // the socket pair to the helper
	listener     net.Listener
	control      *os.File // any socket of the namespace, for the link
	// met is closed when nobody waits for the helper any more; nil in a probe.
	met chan struct{}
	// ready says that the sockets are here. The lock of netns guards it.
	ready bool
}

// newSpace finds out by trying whether namespaces work here.
func newSpace(g *Gate) (space, error) {
	if !helperReady.Load() {
		return nil, errors.New("the program did not call outage.RunHelper")
	}
	ways := []bool{true}
	if os.Geteuid() == 0 {
		// In a container root may lack CAP_SYS_ADMIN and still be allowed to
		// make user namespaces.
		ways = []bool{false, true}
	}
	var refused []string
	for _, user := range ways {
		n := &netns{gate: g, user: user}
		err := n.probe()
		if err == nil {
			return n, nil
		}
		if text := err.Error(); !slices.Contains(refused, text) {
			refused = append(refused, text)
		}
	}
	return nil, fmt.Errorf("network namespaces are refused: %s", strings.Join(refused, "; "))
}

// probe goes through everything that a browser would need.
func (n *netns) probe() error {
	ctx, cancel := context.WithTimeout(context.Background(), probeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, probePath)
	cmd.Path, cmd.Err = probePath, nil
	c, err := n.cell(cmd)
	if err != nil {
		return err
	}
	defer c.close()
	var said limitedText
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = c.theirs.Close()
	err = c.receive(probeLimit)
	if err == nil {
		err = errors.Join(setLink(int(c.control.Fd()), cable, false), setLink(int(c.control.Fd()), cable, true), c.release())
	}
	if err != nil {
		cancel()
	}
	if waitErr := cmd.Wait(); err == nil && waitErr != nil {
		err = fmt.Errorf("%w %s", waitErr, said.text)
	}
	return err
}

// limitedText keeps the first words of a failing helper.
type limitedText struct{ text []byte }

func (l *limitedText) Write(p []byte) (int, error) {
	if room := 500 - len(l.text); room > 0 {
		l.text = append(l.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// cell changes cmd so that it starts as the helper in new namespaces.
func (n *netns) cell(cmd *exec.Cmd) (*cell, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("making a socket pair: %w", err)
	}
	c := &cell{ours: os.NewFile(uintptr(pair[0]), "gate"), theirs: os.NewFile(uintptr(pair[1]), "helper")}
	cmd.ExtraFiles = append(cmd.ExtraFiles, c.theirs)
	fd := 2 + len(cmd.ExtraFiles)
	args := []string{"poswarm", helperArg, strconv.Itoa(fd), cmd.Path}
	cmd.Args = append(args, cmd.Args[1:]...)
	cmd.Path = selfPath
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	a := cmd.SysProcAttr
	a.Cloneflags |= syscall.CLONE_NEWNET
	if n.user {
		// The same ids inside: as id 0 Chrome would refuse its sandbox. The
		// capability is for the helper, which drops it before Chrome.
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		a.AmbientCaps = append(a.AmbientCaps, unix.CAP_NET_ADMIN)
	}
	return c, nil
}

func (n *netns) wrap(cmd *exec.Cmd) error {
	c, err := n.cell(cmd)
	if err != nil {
		return err
	}
	c.met = make(chan struct{})
	n.mu.Lock()
	old := n.cur
	n.cur = c
	n.mu.Unlock()
	if old != nil {
		old.close()
	}
	// The command starts after we return, so the helper is met elsewhere.
	n.gate.running.Go(func() {
		defer close(c.met)
		if err := n.meet(c); err != nil {
			n.gate.log.Debug("the helper in the network namespace", "error", err)
		}
	})
	return nil
}

// meet takes the sockets from the helper, puts the fault in force and lets the
// helper go on to Chrome.
func (n *netns) meet(c *cell) error {
	if err := c.receive(handoverLimit); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cur != c {
		return errors.New("this gate is already used by another browser")
	}
	c.ready = true
	// A Cut that comes now waits for the lock and switches the link after us.
	if n.gate.InForce() == fault.CableOut {
		if err := setLink(int(c.control.Fd()), cable, false); err != nil {
			return err
		}
	}
	n.gate.serve(c.listener)
	return c.release()
}

func (n *netns) link(up bool) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cur == nil || !n.cur.ready {
		return nil // no browser yet; its start reads the fault
	}
	return setLink(int(n.cur.control.Fd()), cable, up)
}

func (n *netns) close() {
	n.mu.Lock()
	c := n.cur
	n.cur = nil
	n.mu.Unlock()
	if c != nil {
		c.close()
	}
}

// receive waits for the two sockets of the namespace.
func (c *cell) receive(limit time.Duration) error {
	if err := setReadTimeout(int(c.ours.Fd()), limit); err != nil {
		return err
	}
	buf, oob := make([]byte, 1024), make([]byte, unix.CmsgSpace(2*4))
	size, oobSize, err := receiveMessage(int(c.ours.Fd()), buf, oob)
	switch {
	case err != nil:
		return fmt.Errorf("waiting for the helper in the network namespace: %w", err)
	case size == 0:
		return errors.New("the helper in the network namespace ended early")
	case string(buf[:size]) != helperOK:
		return fmt.Errorf("the helper in the network namespace: %s", buf[:size])
	}
	messages, err := unix.ParseSocketControlMessage(oob[:oobSize])
	if err != nil || len(messages) != 1 {
		return fmt.Errorf("the helper sent no sockets: %w", err)
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 2 {
		return fmt.Errorf("the helper sent %d sockets: %w", len(fds), err)
	}
	f := os.NewFile(uintptr(fds[0]), "listener")
	c.control = os.NewFile(uintptr(fds[1]), "control")
	c.listener, err = net.FileListener(f)
	_ = f.Close()
	return err
}

// release lets the helper go on.
func (c *cell) release() error {
	_, err := unix.Write(int(c.ours.Fd()), []byte(helperOK))
	return err
}

func (c *cell) close() {
	if c.met != nil {
		// Closing a socket does not wake who reads from it, this does.
		_ = unix.Shutdown(int(c.ours.Fd()), unix.SHUT_RDWR)
		<-c.met
	}
	for _, f := range []*os.File{c.ours, c.theirs, c.control} {
		if f != nil {
			_ = f.Close()
		}
	}
	if c.listener != nil {
		_ = c.listener.Close()
	}
}
