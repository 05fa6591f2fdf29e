package outage

import (
	"cmp"
	"fmt"
	"net/http"

	"poswarm/internal/fault"
)

// nginxTitles are those of nginx (src/http/ngx_http_special_response.c) where they
// are not Go's own words.
var nginxTitles = map[int]string{
	http.StatusServiceUnavailable: "Service Temporarily Unavailable",
	http.StatusGatewayTimeout:     "Gateway Time-out",
}

// status answers as a reverse proxy does that has no other answer.
func (a answerer) status(q request, _ *http.Request) answer { return a.nginx(q.fault) }

// nginx is the answer of a reverse proxy whose Odoo is gone. For faults that
// are no status (on a websocket) it is a 502.
func (a answerer) nginx(f fault.Name) answer {
	status := cmp.Or(f.Status(), http.StatusBadGateway)
	words := cmp.Or(nginxTitles[status], http.StatusText(status), "Unknown Error")
	out := a.page(status, "nginx.html", map[string]string{"Server": "nginx"}, map[string]any{"Title": fmt.Sprintf("%d %s", status, words)})
	out.header["Content-Type"] = "text/html"
	return out
}
