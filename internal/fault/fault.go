// Package fault is the table of the ways in which a server, or the way to it,
// fails: one row each, see [Rows]. The language of the scenarios, the gate and
// the documents read it; what the gate does under a fault is one file each in
// internal/outage.
package fault

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"poswarm/internal/hint"
)

// Name is what a fault is called in files, reports and logs. An empty Name
// means that nothing is cut.
type Name string

// The faults that the program itself names; [Rows] has all.
const (
	ServerDead     Name = "server-dead"
	CableOut       Name = "cable-out"
	Refused        Name = "refused"
	Reset          Name = "reset"
	Blackhole      Name = "blackhole"
	HalfOpen       Name = "half-open"
	DNSDead        Name = "dns-dead"
	BadCertificate Name = "bad-certificate"
	Status502      Name = "status-502"
	Status503      Name = "status-503"
	Status504      Name = "status-504"
	Portal         Name = "portal"
	LoginRedirect  Name = "login-redirect"
	LoginService   Name = "login-service"
	Slow           Name = "slow"
	CutAfter       Name = "cut-after"
	Flapping       Name = "flapping"
)

// statuses is the row of all faults that are an HTTP status, and statusForm what
// their names look like.
const statuses Name = "status-NNN"

var statusForm = regexp.MustCompile(`^status-[45][0-9]{2}$`)

// Effect is what becomes of a request that meets a fault.
type Effect int

// The effects.
const (
	// nothing is the effect of no fault.
	nothing Effect = iota
	// NoAnswer means that a request gets no answer at all.
	NoAnswer
	// Answers means that the gate answers in the server's place, with its nonce
	// in the body.
	Answers
	// SendsAway means that the gate answers with a redirect to another host: a
	// page's own navigation follows it, a script is told of a broken network.
	SendsAway
	// LetsThrough means that some requests reach the server.
	LetsThrough
)

// Row is one fault.
type Row struct {
	Name Name
	// Pattern is a regular expression of the names, "" for a row of one name.
	Pattern string
	Effect  Effect
	// Alone means that a line does not go this way now and then, so that it is no
	// value of [Plan.By].
	Alone bool
	// Logged means that the gate's log must show a request of the terminal that
	// met the fault: canaries alone do not prove it.
	Logged bool
	// Hangs means that connections stay open and silent, those in the middle of a
	// body too; under other faults without an answer they end.
	Hangs bool
	// Everywhere means that requests for other hosts meet it as well, as they do
	// everything that gives no answer.
	Everywhere bool
	// Forms are the ways in which its measures may be given; nil for none.
	Forms []Form
	// Example is what to write where the measures are wrong, "" where a bare name
	// is enough.
	Example string
	// Meets says what the terminal meets, in Markdown.
	Meets string
}

// Form is one set of measures that go together.
type Form struct {
	Needs, Takes []Measure
	// By says which faults [Plan.By] may name.
	By By
}

// By is the choice of the fault that a line has now and then.
type By int

// The choices.
const (
	ByNone      By = iota
	ByAny          // every fault that is not alone; [ServerDead] when not named
	ByAnswering    // those that answer; [Status502] when not named
)

// Allows reports whether a line may go this way now and then.
func (b By) Allows(r Row) bool {
	switch b {
	case ByAny:
		return !r.Alone && r.Effect != LetsThrough
	case ByAnswering:
		return !r.Alone && r.Effect == Answers
	}
	return false
}

// Default is what a line has when nothing is named.
func (b By) Default() Name {
	if b == ByAnswering {
		return Status502
	}
	return ServerDead
}

// Lookup returns the row of a fault.
func Lookup(name Name) (Row, bool) {
	for _, r := range rows {
		if r.Name == name && name != statuses {
			return r, true
		}
		if r.Name == statuses && name.Status() != 0 {
			r.Name = name
			return r, true
		}
	}
	return Row{}, false
}

// Parse returns the row of the fault of that name.
func Parse(name string) (Row, error) {
	if r, ok := Lookup(Name(name)); ok {
		return r, nil
	}
	return Row{}, hint.Add(fmt.Errorf("no fault is called %q", name), "the faults are "+strings.Join(Words(Rows()), ", "))
}

// Status is the HTTP status that the fault answers with, 0 for a fault that is
// no status.
func (n Name) Status() int {
	if !statusForm.MatchString(string(n)) {
		return 0
	}
	code, _ := strconv.Atoi(strings.TrimPrefix(string(n), "status-")) // three digits
	return code
}

// Silent reports whether requests under the fault get no answer at all.
func (n Name) Silent() bool { return n.effect() == NoAnswer }

// Hangs reports whether connections under the fault stay open and silent.
func (n Name) Hangs() bool {
	r, _ := Lookup(n)
	return r.Hangs
}

// LetsThrough reports whether some requests under the fault reach the server.
func (n Name) LetsThrough() bool { return n.effect() == LetsThrough }

// Answers reports whether the gate itself answers a script's request.
func (n Name) Answers() bool { return n.effect() == Answers }

// Everywhere reports whether requests for other hosts meet the fault as well.
func (n Name) Everywhere() bool {
	r, _ := Lookup(n)
	return r.Everywhere || r.Effect == NoAnswer
}

func (n Name) effect() Effect {
	r, _ := Lookup(n)
	return r.Effect
}

// Words are the names of rows, as hints and documents show them.
func Words(rows []Row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = string(r.Name)
	}
	return out
}

// Where returns the rows for which keep holds.
func Where(keep func(Row) bool) []Row {
	return slices.DeleteFunc(Rows(), func(r Row) bool { return !keep(r) })
}
