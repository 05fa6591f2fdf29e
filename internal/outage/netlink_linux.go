package outage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// The network inside: a cable with an address and nothing at its other end.
// Chrome takes navigator.onLine from it; the packets go over the loopback.
const (
	cablePeer   = "poswarm1"
	cablePrefix = 24
	// vethInfoPeer is VETH_INFO_PEER of linux/veth.h.
	vethInfoPeer = 1
	// addrGenModeNone is IN6_ADDR_GEN_MODE_NONE of linux/if_link.h.
	addrGenModeNone = 1
)

// cableAddress is of the block for documentation, so it is nobody's.
var cableAddress = [4]byte{192, 0, 2, 2}

// buildNetwork makes the network of a new, empty namespace. It speaks netlink
// itself, because a till need not have the ip program.
func buildNetwork() error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("opening netlink: %w", err)
	}
	defer unix.Close(fd)
	if err := askKernel(fd, unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL, vethRequest(cable, cablePeer)); err != nil {
		return fmt.Errorf("creating the veth pair: %w", err)
	}
	i, err := net.InterfaceByName(cable)
	if err != nil {
		return fmt.Errorf("finding the veth pair: %w", err)
	}
	if err := askKernel(fd, unix.RTM_NEWADDR, unix.NLM_F_CREATE|unix.NLM_F_EXCL, addressRequest(i.Index, cableAddress, cablePrefix)); err != nil {
		return fmt.Errorf("giving the veth pair an address: %w", err)
	}
	for _, end := range []string{cable, cablePeer} {
		// Where the kernel has no IPv6 there is nothing to keep off.
		if err := askKernel(fd, unix.RTM_NEWLINK, 0, noLinkLocal(end)); err != nil && !errors.Is(err, unix.EAFNOSUPPORT) {
			return fmt.Errorf("disabling IPv6 on the veth pair: %w", err)
		}
	}
	control, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(control)
	for _, name := range []string{"lo", cable, cablePeer} {
		if err := setLink(control, name, true); err != nil {
			return err
		}
	}
	return nil
}

// setLink takes an interface up or down. fd is any socket of its namespace.
func setLink(fd int, name string, up bool) error {
	r, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, r); err != nil {
		return fmt.Errorf("reading the state of link %s: %w", name, err)
	}
	flags := r.Uint16() &^ unix.IFF_UP
	if up {
		flags |= unix.IFF_UP
	}
	r.SetUint16(flags)
	if err := unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, r); err != nil {
		return fmt.Errorf("switching link %s: %w", name, err)
	}
	return nil
}

// attribute encodes a netlink attribute: length, type, data, padding to 4.
func attribute(typ uint16, data []byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(data)))
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = append(b, data...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// vethRequest asks for a pair of interfaces (rtnetlink(7), struct ifinfomsg).
func vethRequest(name, peer string) []byte {
	info := make([]byte, unix.SizeofIfInfomsg)
	other := join(info, attribute(unix.IFLA_IFNAME, []byte(peer+"\x00")))
	return join(info,
		attribute(unix.IFLA_IFNAME, []byte(name+"\x00")),
		attribute(unix.IFLA_LINKINFO, join(
			attribute(unix.IFLA_INFO_KIND, []byte("veth\x00")),
			attribute(unix.IFLA_INFO_DATA, attribute(vethInfoPeer, other)))))
}

// noLinkLocal asks that the interface gets no IPv6 address by itself. It would
// be checked for a second or two (RFC 4862, 5.4) and then be a change of the
// network to Chrome, which gives up what it is connecting to at that moment
// (ERR_NETWORK_CHANGED).
func noLinkLocal(name string) []byte {
	mode := attribute(unix.IFLA_INET6_ADDR_GEN_MODE, []byte{addrGenModeNone})
	return join(make([]byte, unix.SizeofIfInfomsg), attribute(unix.IFLA_IFNAME, []byte(name+"\x00")), attribute(unix.IFLA_AF_SPEC, attribute(unix.AF_INET6, mode)))
}

// addressRequest asks for an IPv4 address (struct ifaddrmsg).
func addressRequest(index int, ip [4]byte, prefix byte) []byte {
	head := []byte{unix.AF_INET, prefix, 0, unix.RT_SCOPE_UNIVERSE}
	head = binary.NativeEndian.AppendUint32(head, uint32(index))
	return join(head, attribute(unix.IFA_LOCAL, ip[:]), attribute(unix.IFA_ADDRESS, ip[:]))
}

// askKernel sends one request and returns the kernel's verdict.
func askKernel(fd int, typ, flags uint16, payload []byte) error {
	msg := binary.NativeEndian.AppendUint32(nil, uint32(unix.SizeofNlMsghdr+len(payload)))
	msg = binary.NativeEndian.AppendUint16(msg, typ)
	msg = binary.NativeEndian.AppendUint16(msg, flags|unix.NLM_F_REQUEST|unix.NLM_F_ACK)
	msg = binary.NativeEndian.AppendUint32(msg, 1) // sequence
	msg = binary.NativeEndian.AppendUint32(msg, 0) // to the kernel
	msg = append(msg, payload...)
	if err := unix.Sendto(fd, msg, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	buf := make([]byte, 8192)
	n, _, err := unix.Recvfrom(fd, buf, 0)
	if err != nil {
		return err
	}
	return verdict(buf[:n])
}

// verdict reads an NLMSG_ERROR, which is also how the kernel says yes.
func verdict(msg []byte) error {
	if len(msg) < unix.SizeofNlMsghdr+4 {
		return errors.New("short answer from netlink")
	}
	if typ := binary.NativeEndian.Uint16(msg[4:]); typ != unix.NLMSG_ERROR {
		return fmt.Errorf("unexpected netlink answer %d", typ)
	}
	code := int32(binary.NativeEndian.Uint32(msg[unix.SizeofNlMsghdr:]))
	if code != 0 {
		return syscall.Errno(-code)
	}
	return nil
}
