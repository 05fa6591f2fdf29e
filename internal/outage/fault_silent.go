package outage

import (
	"net/http"

	"poswarm/internal/fault"
)

// What tells these apart happens below HTTP: [Gate.become] takes the link out,
// and the listener of a gate resets what is refused before a byte is read.
var (
	_ = meets(fault.ServerDead, silence)
	_ = meets(fault.CableOut, silence)
	_ = meets(fault.Refused, silence)
)

func silence(answerer, request, *http.Request) answer { return noAnswer }
