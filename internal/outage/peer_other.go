//go:build !linux

package outage

import "net"

// checkPeer lets everybody in: this system does not say whose a connection is.
func checkPeer(net.Conn) error { return nil }
