package outage

import (
	"net/http"

	"poswarm/internal/fault"
)

var _ = meets(fault.Blackhole, swallow)

// swallow gives nothing back until the fault ends, or the browser gives up.
func swallow(_ answerer, q request, r *http.Request) answer {
	select {
	case <-q.epoch.ctx.Done():
	case <-r.Context().Done():
	}
	return noAnswer
}
