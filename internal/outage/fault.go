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
	ConnRefused   Fault = "refused"
	ConnReset     Fault = "reset"
	DNSDead       Fault = "dns-dead"

	// The faults under which requests get through, at least now and then; their
	// measures are in a [Plan].
	Slow     Fault = "slow"
	CutAfter Fault = "cut-after"
	Flapping Fault = "flapping"
)

// Faults lists them.
func Faults() []Fault {
	return []Fault{ServerDead, CableOut, Status502, Status503, Status504, Portal, LoginRedirect, Blackhole,
		ConnRefused, ConnReset, DNSDead, Slow, CutAfter, Flapping}
}

// ParseFault returns the fault of that name.
func ParseFault(name string) (Fault, error) {
	if f := Fault(name); slices.Contains(Faults(), f) {
		return f, nil
	}
	return "", hint.Add(fmt.Errorf("no fault is called %q", name), fmt.Sprintf("the faults are %v", Faults()))
}

// Transport reports whether requests under the fault get no answer at all.
func (f Fault) Transport() bool {
	return slices.Contains([]Fault{ServerDead, CableOut, Blackhole, ConnRefused, ConnReset, DNSDead}, f)
}

// LetsThrough reports whether some requests under the fault reach the target.
// Of the other faults those that are not [Fault.Transport] answer, with the
// gate's nonce in the body.
func (f Fault) LetsThrough() bool { return f == Slow || f == CutAfter || f == Flapping }
