// Package sshhost runs Debian's sshd for tests and measurements: hosts on
// 127.0.0.1, each on a port of its own that the system chooses, with keys of
// their own. Nothing of the machine's own ssh is used or changed.
package sshhost

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Fault is what is wrong with a host.
type Fault string

// The faults.
const (
	Fine Fault = ""
	// Off: nobody listens.
	Off Fault = "off"
	// Mute takes the connection and says nothing, as a machine out of memory does.
	Mute Fault = "mute"
	// Stuck lets everybody in, and no command ever begins.
	Stuck Fault = "stuck"
	// OtherKey is a host that is not the one that is known.
	OtherKey Fault = "other-key"
	// NoKey knows no key of ours.
	NoKey Fault = "no-key"
)

// ErrNoServer means that there is no sshd on this machine.
var ErrNoServer = errors.New("no sshd: install Debian's openssh-server")

// Hosts are some hosts, and what a client needs to know of them.
type Hosts struct {
	folder string
	sshd   string

	mu    sync.Mutex
	known []string // of the client's configuration
	ends  []func()
}

// New makes keys in a folder.
func New(folder string) (*Hosts, error) {
	sshd, err := exec.LookPath("/usr/sbin/sshd")
	if err != nil {
		return nil, ErrNoServer
	}
	if os.Geteuid() == 0 {
		// sshd's own, made by its service elsewhere.
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			return nil, err
		}
	}
	h := &Hosts{folder: folder, sshd: sshd}
	for _, key := range []string{"client", "stranger", "host", "other"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(folder, key)).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("ssh-keygen: %w: %s", err, out)
		}
	}
	return h, nil
}

// Add starts a host. Its name is for ssh and for nobody else.
func (h *Hosts) Add(name string, fault Fault) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := h.configure(name, fault); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known = append(h.known, fmt.Sprintf("Host %s\n  HostName 127.0.0.1\n  Port %d\n  HostKeyAlias %s\n", name, port, name))
	switch fault {
	case Off:
		return listener.Close()
	case Mute:
		h.ends = append(h.ends, hold(listener))
	default:
		h.ends = append(h.ends, h.serve(listener, filepath.Join(h.folder, name+".conf")))
	}
	return nil
}

// configure writes the host's own configuration, and what the client knows.
func (h *Hosts) configure(name string, fault Fault) error {
	key, authorized, command := "host", "client.pub", ""
	switch fault {
	case OtherKey:
		key = "other"
	case NoKey:
		authorized = "stranger.pub"
	case Stuck:
		command = "ForceCommand sleep 3600\n"
	}
	text := fmt.Sprintf("HostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nLogLevel QUIET\nPidFile none\nPermitRootLogin yes\n%s",
		filepath.Join(h.folder, key), filepath.Join(h.folder, authorized), command)
	if err := os.WriteFile(filepath.Join(h.folder, name+".conf"), []byte(text), 0o600); err != nil {
		return err
	}
	public, err := os.ReadFile(filepath.Join(h.folder, "host.pub"))
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(h.folder, "known_hosts"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%s %s", name, public)
	return errors.Join(err, file.Close())
}

// Config writes the client's configuration and returns its path.
func (h *Hosts) Config() (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	path := filepath.Join(h.folder, "ssh_config")
	text := strings.Join(h.known, "") + fmt.Sprintf("Host *\n  IdentityFile %s\n  IdentitiesOnly yes\n  UserKnownHostsFile %s\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n",
		filepath.Join(h.folder, "client"), filepath.Join(h.folder, "known_hosts"))
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// Close ends all hosts.
func (h *Hosts) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, end := range h.ends {
		end()
	}
	h.ends = nil
}

// serve gives each connection an sshd of its own, as inetd does: so the port is
// the system's choice, and open before anybody asks.
func (h *Hosts) serve(listener net.Listener, config string) (end func()) {
	var mu sync.Mutex
	running := map[*exec.Cmd]struct{}{}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			file, err := conn.(*net.TCPConn).File()
			_ = conn.Close() // the file is a copy
			if err != nil {
				continue
			}
			cmd := exec.Command(h.sshd, "-i", "-f", config)
			cmd.Stdin, cmd.Stdout = file, file
			if err := cmd.Start(); err != nil {
				_ = file.Close()
				continue
			}
			_ = file.Close()
			mu.Lock()
			running[cmd] = struct{}{}
			mu.Unlock()
			all.Go(func() {
				_ = cmd.Wait()
				mu.Lock()
				delete(running, cmd)
				mu.Unlock()
			})
		}
	})
	return func() {
		_ = listener.Close()
		mu.Lock()
		for cmd := range running {
			_ = cmd.Process.Kill()
		}
		mu.Unlock()
		all.Wait()
	}
}

// hold takes connections and leaves them alone.
func hold(listener net.Listener) (end func()) {
	var mu sync.Mutex
	var held []io.Closer
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			held = append(held, conn)
			mu.Unlock()
		}
	}()
	return func() {
		_ = listener.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, c := range held {
			_ = c.Close()
		}
	}
}
