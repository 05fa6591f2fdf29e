package reach

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
)

// ownPeer says whether the other end of a connection on this machine is a process
// of our user, or of root: the debugging port behind a tunnel gives away the
// till's whole browser, and every local user reaches a port of the loopback.
func ownPeer(conn net.Conn) error {
	peer, ok := conn.RemoteAddr().(*net.TCPAddr)
	here, also := conn.LocalAddr().(*net.TCPAddr)
	if !ok || !also {
		return fmt.Errorf("%s is not a connection on this machine", conn.RemoteAddr())
	}
	file, err := os.Open("/proc/net/tcp")
	if err != nil {
		return fmt.Errorf("looking up who connects: %w", err)
	}
	defer file.Close()
	uid, err := socketUser(file, peer, here)
	if err != nil {
		return err
	}
	if uid != 0 && uid != os.Geteuid() {
		return fmt.Errorf("user %d may not use this tunnel", uid)
	}
	return nil
}

// socketUser finds the user of the socket from one IPv4 address to another in the
// kernel's table (proc_pid_net(5): sl, local_address, rem_address, …, uid is the eighth).
func socketUser(table io.Reader, from, to *net.TCPAddr) (int, error) {
	local, remote := kernelAddress(from), kernelAddress(to)
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) > 7 && fields[1] == local && fields[2] == remote {
			return strconv.Atoi(fields[7])
		}
	}
	if err := lines.Err(); err != nil {
		return 0, fmt.Errorf("looking up who connects: %w", err)
	}
	return 0, fmt.Errorf("no local process owns the connection from %s", from)
}

// kernelAddress is an address as the table has it: the four bytes as a number of
// this machine, in hexadecimal, and the port.
func kernelAddress(a *net.TCPAddr) string {
	return fmt.Sprintf("%08X:%04X", binary.NativeEndian.Uint32(a.IP.To4()), a.Port)
}
