//go:build !linux

package pace

// Room watches whether the machine has processors to spare.
type Room struct{}

// Spare is known on Linux only.
func (*Room) Spare() bool { return false }
