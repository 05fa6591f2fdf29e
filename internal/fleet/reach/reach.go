// Package reach brings a request to a terminal and its answer back. What judges
// and what primes is always a poswarm where the terminal's Chrome is: a process
// of this machine, or one at the other end of the system's own ssh, with the
// keys, jump hosts and known hosts that the user has.
package reach

import (
	"context"
	"encoding/json"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/result"
)

// Protocol is what both sides of a request agree on: the flags that it uses and
// the documents that it gives. `poswarm version` tells it.
const Protocol = 1

// Request is a command line for the terminal's own poswarm.
type Request struct {
	// Args are without the program's name: verify --profile …
	Args []string
	// Secret is a password that travels on stdin, "" for none. It is never part
	// of a command line, which every user of a machine can read.
	Secret string
}

// Answer is what came back.
type Answer struct {
	// Reached tells that the terminal's poswarm has started.
	Reached bool
	Version string
	// Document is what it gave, nil for none.
	Document json.RawMessage
	// Reason, Detail and Hint say why there is no document.
	Reason       result.Reason
	Detail, Hint string
}

// Carrier carries one request to one terminal. It returns soon after ctx ends,
// with what it knows by then, and leaves nothing running that it started. said
// gets each line that the terminal's poswarm says meanwhile.
//
// Processes push; a carrier for agents that dial out would wait for theirs.
type Carrier interface {
	Carry(ctx context.Context, t *inventory.Terminal, o Request, said func(line string)) Answer
}
