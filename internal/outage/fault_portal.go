package outage

import (
	"net/http"

	"poswarm/internal/fault"
)

var _ = meets(fault.Portal, answerer.portal)

// portal is the page of a hotspot that wants a click first. It comes with a
// 200, whatever was asked.
func (a answerer) portal(request, *http.Request) answer {
	return a.page(http.StatusOK, "portal.html", map[string]string{"Cache-Control": "no-store"}, nil)
}
