package outage

import (
	"net/http"

	"poswarm/internal/fault"
)

var _ = meets(fault.Portal, (*Gate).portal)

// portal is the page of a hotspot that wants a click first. It comes with a
// 200, whatever was asked.
func (g *Gate) portal(request, *http.Request) answer {
	return g.page(http.StatusOK, "portal.html", map[string]string{"Cache-Control": "no-store"}, nil)
}
