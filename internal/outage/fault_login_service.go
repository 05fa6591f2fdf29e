package outage

import (
	"net/http"
	"net/url"

	"poswarm/internal/fault"
)

var _ = meets(fault.LoginService, answerer.toLoginService)

// loginService is the host that a log-in service in front of Odoo lives on. It
// can be found by nobody (RFC 2606); the gate refuses it as any other host.
const loginService = "https://login.poswarm.invalid/authorize"

// toLoginService is what oauth2-proxy or Cloudflare Access answers to a request
// without its cookie: a redirect to another host, whatever was asked.
func (a answerer) toLoginService(_ request, r *http.Request) answer {
	to := loginService + "?redirect_uri=" + url.QueryEscape(r.URL.RequestURI())
	return a.page(http.StatusFound, "redirect.html", map[string]string{"Location": to, "Cache-Control": "no-store"}, map[string]any{"To": to})
}
