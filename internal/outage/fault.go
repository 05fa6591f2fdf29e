package outage

import (
	"fmt"
	"slices"

	"poswarm/internal/hint"
)

// Fault is a way in which a server or the network fails.
type Fault string

// The faults. An empty Fault means that nothing is cut.
const (
	ServerDead    Fault = "server-dead"
	CableOut      Fault = "cable-out"
	Status502     Fault = "status-502"
	Status503     Fault = "status-503"
	Status504     Fault = "status-504"
	Portal        Fault = "portal"
	LoginRedirect Fault = "login-redirect"
	Blackhole     Fault = "blackhole"

	// The faults of sweeps over every moment of a load; a scenario file tells a
	// story and does with the ones above.
	ConnRefused Fault = "refused"
	ConnReset   Fault = "reset"
)

// Faults lists the faults that a scenario file can name.
func Faults() []Fault {
	return []Fault{ServerDead, CableOut, Status502, Status503, Status504, Portal, LoginRedirect, Blackhole}
}

// sweepFaults are those that only a program names.
func sweepFaults() []Fault { return []Fault{ConnRefused, ConnReset} }

// ParseFault returns the fault of that name.
func ParseFault(name string) (Fault, error) {
	if f := Fault(name); slices.Contains(Faults(), f) || slices.Contains(sweepFaults(), f) {
		return f, nil
	}
	return "", hint.Add(fmt.Errorf("no fault is called %q", name), fmt.Sprintf("the faults are %v", Faults()))
}

// Transport reports whether requests under the fault get no answer at all. The
// other faults answer, with the gate's nonce in the body.
func (f Fault) Transport() bool {
	return f == ServerDead || f == CableOut || f == Blackhole || slices.Contains(sweepFaults(), f)
}
