package outage

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// socketTables list the TCP sockets of this network namespace. A socket of the
// second kind may speak IPv4 too.
var socketTables = []string{"/proc/net/tcp", "/proc/net/tcp6"}

// tableTries is how often the tables are read for one connection: a list that
// changes while it is read may miss an entry.
const tableTries = 3

// checkPeer returns an error for a connection of another user of this machine.
// Where the system keeps its tables to itself nobody can be told apart.
func checkPeer(c net.Conn) error {
	client, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil {
		return fmt.Errorf("reading the address of a client: %w", err)
	}
	server, err := netip.ParseAddrPort(c.LocalAddr().String())
	if err != nil {
		return fmt.Errorf("reading the gate's own address: %w", err)
	}
	for range tableTries {
		uid, err := socketOwner(client, server)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
			return nil
		case err != nil:
			return err
		case uid == os.Geteuid(), uid == 0:
			return nil
		case uid != nobody:
			return fmt.Errorf("the client %s belongs to user %d", client, uid)
		}
	}
	return fmt.Errorf("no local process owns the client %s any more", client)
}

// nobody is the owner of a socket that is in no table.
const nobody = -1

// socketOwner finds the user of the socket that is bound to local and connected
// to remote.
func socketOwner(local, remote netip.AddrPort) (int, error) {
	for i, name := range socketTables {
		f, err := os.Open(name)
		if i > 0 && errors.Is(err, fs.ErrNotExist) {
			break // a system without IPv6
		}
		if err != nil {
			return nobody, fmt.Errorf("reading the table of sockets: %w", err)
		}
		lines := bufio.NewScanner(f)
		uid := nobody
		for uid == nobody && lines.Scan() {
			uid = ownerIn(lines.Text(), local, remote)
		}
		_ = f.Close()
		if uid != nobody || lines.Err() != nil {
			return uid, lines.Err()
		}
	}
	return nobody, nil
}

// ownerIn reads one line of a table: number, local and remote address, state,
// queues, timer, retransmits, user, timeout, inode. A socket that its process
// has left has inode 0 and says user 0, whoever made it.
func ownerIn(line string, local, remote netip.AddrPort) int {
	field := strings.Fields(line)
	if len(field) < 10 || field[9] == "0" || tableAddress(field[1]) != local || tableAddress(field[2]) != remote {
		return nobody
	}
	uid, err := strconv.ParseUint(field[7], 10, 32)
	if err != nil {
		return nobody
	}
	return int(uid)
}

// tableAddress reads 0100007F:1F90. The address is in words of the machine's
// own byte order, the port is a plain number.
func tableAddress(text string) netip.AddrPort {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil {
		return netip.AddrPort{}
	}
	for word := raw; len(word) >= 4; word = word[4:] {
		binary.NativeEndian.PutUint32(word, binary.BigEndian.Uint32(word))
	}
	address, _ := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(number))
}
