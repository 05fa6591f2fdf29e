package outage

import (
	"io"
	"net/http"

	"poswarm/internal/fault"
)

var _ = meets(fault.Reset, dieReading)

// dieReading is a server that dies over a request that it has read to its end.
func dieReading(_ answerer, _ request, r *http.Request) answer {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	return noAnswer
}
