package outage

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// helperOK is the word with which both sides say that they are done.
const helperOK = "ok"

// RunHelper must be the first call of main, and of TestMain. In the process
// that the gate starts in a new network namespace it builds the network there,
// hands its sockets out and becomes Chrome. Everywhere else it returns at once.
func RunHelper() {
	if len(os.Args) < 4 || os.Args[1] != helperArg {
		helperReady.Store(true)
		return
	}
	fd, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = help(fd, os.Args[3], os.Args[4:])
	}
	if err != nil {
		_ = unix.Sendmsg(fd, []byte(err.Error()), nil, nil, unix.MSG_NOSIGNAL)
		fmt.Fprintln(os.Stderr, "poswarm: network namespace:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// help does the work of the helper. With a browser it only returns on failure.
func help(fd int, browser string, args []string) error {
	// Chrome must not inherit the socket.
	unix.CloseOnExec(fd)
	if err := buildNetwork(); err != nil {
		return err
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listening inside: %w", err)
	}
	address := l.Addr().String()
	listener, err := l.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	control, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("opening a control socket: %w", err)
	}
	rights := unix.UnixRights(int(listener.Fd()), control)
	if err := unix.Sendmsg(fd, []byte(helperOK), rights, nil, unix.MSG_NOSIGNAL); err != nil {
		return fmt.Errorf("handing the sockets out: %w", err)
	}
	if err := awaitRelease(fd); err != nil {
		return err
	}
	if browser == probePath {
		return nil
	}
	// Chrome gets no capability of ours, not even in its own namespaces.
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return fmt.Errorf("dropping capabilities: %w", err)
	}
	argv := []string{browser}
	for _, a := range args {
		argv = append(argv, strings.ReplaceAll(a, placeholder, "http://"+address))
	}
	return fmt.Errorf("starting %s: %w", browser, syscall.Exec(browser, argv, os.Environ()))
}

// awaitRelease waits until the gate serves the listener and its fault is in
// force. The end of the gate's process ends the wait too.
func awaitRelease(fd int) error {
	if err := setReadTimeout(fd, handoverLimit); err != nil {
		return err
	}
	buf := make([]byte, 16)
	n, _, err := receiveMessage(fd, buf, nil)
	if err != nil {
		return fmt.Errorf("waiting for the gate: %w", err)
	}
	if string(buf[:n]) != helperOK {
		return errors.New("the poswarm process that started this browser ended")
	}
	return nil
}

func setReadTimeout(fd int, limit time.Duration) error {
	tv := unix.NsecToTimeval(limit.Nanoseconds())
	return unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &tv)
}

// receiveMessage reads one message; the Go runtime's signals may interrupt it.
func receiveMessage(fd int, buf, oob []byte) (n, oobn int, err error) {
	for {
		n, oobn, _, _, err = unix.Recvmsg(fd, buf, oob, unix.MSG_CMSG_CLOEXEC)
		if !errors.Is(err, unix.EINTR) {
			return n, oobn, err
		}
	}
}
