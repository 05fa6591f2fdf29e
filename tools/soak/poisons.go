package soak

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// marker is in every body that a poison makes up.
const marker = "poswarm-soak-poison"

// poison is one way in which an answer is bad.
type poison struct {
	name string
	dose dose
	// load is the address that is opened online; the POS's own when empty.
	query string
	// upgrade makes the load ask for every bundle anew.
	upgrade bool
	// quota limits what the origin may store to so many bytes more than it does.
	quota int64
}

func posPage(r *http.Request) bool   { return strings.HasPrefix(r.URL.Path, "/pos/ui/") }
func script(r *http.Request) bool    { return bundleOf(r, ".js") }
func style(r *http.Request) bool     { return bundleOf(r, ".css") }
func font(r *http.Request) bool      { return strings.Contains(r.URL.Path, "/fonts/") }
func avatar(r *http.Request) bool    { return strings.HasPrefix(r.URL.Path, "/web/image/res.users/") }
func terms(r *http.Request) bool     { return r.URL.Path == "/web/webclient/translations" }
func manifest(r *http.Request) bool  { return strings.HasPrefix(r.URL.Path, "/poswarm/manifest/") }
func workerJS(r *http.Request) bool  { return r.URL.Path == "/pos/service-worker.js" }
func fullTerms(r *http.Request) bool { return terms(r) && r.URL.Query().Get("hash") == "" }

func bundleOf(r *http.Request, ext string) bool {
	return strings.HasPrefix(r.URL.Path, "/web/assets/") && strings.HasSuffix(r.URL.Path, ext)
}

func callOf(name string) func(*http.Request) bool {
	return func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/"+name) }
}

// instead answers with something of our own.
func instead(status int, kind, body string) func(*http.Response, []byte) answer {
	return func(*http.Response, []byte) answer {
		return answer{status: status, header: map[string]string{"Content-Type": kind}, body: []byte(body)}
	}
}

func page(status int, title string) func(*http.Response, []byte) answer {
	return instead(status, "text/html; charset=utf-8", fmt.Sprintf("<!DOCTYPE html><title>%s</title><p>%s", title, marker))
}

func redirect(status int, to string) func(*http.Response, []byte) answer {
	return func(*http.Response, []byte) answer {
		return answer{status: status, header: map[string]string{"Location": to, "Content-Type": "text/html"}, body: []byte(marker)}
	}
}

func header(name, value string) func(*http.Response, []byte) answer {
	return func(_ *http.Response, body []byte) answer {
		return answer{header: map[string]string{name: value}, body: body}
	}
}

// change rewrites the server's own body.
func change(to func([]byte) []byte) func(*http.Response, []byte) answer {
	return func(_ *http.Response, body []byte) answer { return answer{body: to(body)} }
}

func cutOff(_ *http.Response, body []byte) answer { return answer{body: body, cut: true} }

var (
	configID  = regexp.MustCompile(`"pos_config_id": \d+`)
	assetHash = regexp.MustCompile(`/web/assets/[0-9a-f]{7}/`)
)

const loginForm = `<!DOCTYPE html><title>Odoo</title><form class="oe_login_form" role="form" method="post" action="/web/login">` + marker + `</form>`

// poisons lists them all.
func poisons() []poison {
	list := []poison{
		{name: "page/status-500", dose: dose{posPage, page(500, "Internal Server Error")}},
		{name: "page/status-502", dose: dose{posPage, page(502, "Bad Gateway")}},
		{name: "page/status-503", dose: dose{posPage, page(503, "Service Unavailable")}},
		{name: "page/status-504", dose: dose{posPage, page(504, "Gateway Timeout")}},
		{name: "page/status-404", dose: dose{posPage, page(404, "Not Found")}},
		{name: "page/portal", dose: dose{posPage, page(200, "Wi-Fi")}},
		{name: "page/login-form", dose: dose{posPage, instead(200, "text/html", loginForm)}},
		{name: "page/redirect-to-login", dose: dose{posPage, redirect(303, "/web/login?redirect=%2Fpos%2Fui%2F1")}},
		{name: "page/redirect-abroad", dose: dose{posPage, redirect(302, "http://portal.invalid/")}},
		{name: "page/other-config", dose: dose{posPage, change(func(b []byte) []byte { return configID.ReplaceAll(b, []byte(`"pos_config_id": 77`)) })}},
		{name: "page/dead-bundles", dose: dose{posPage, change(func(b []byte) []byte { return assetHash.ReplaceAll(b, []byte("/web/assets/deadbee/")) })}},
		{name: "page/cut-off", dose: dose{posPage, cutOff}},
		{name: "page/half", dose: dose{posPage, change(func(b []byte) []byte { return b[:len(b)/2] })}},
		{name: "page/headless", dose: dose{posPage, change(func(b []byte) []byte { return b[:bytes.Index(b, []byte("<script"))] })}},
		{name: "page/empty", dose: dose{posPage, instead(200, "text/html", "")}},
		{name: "page/plain-text", dose: dose{posPage, header("Content-Type", "text/plain")}},
		{name: "page/partial", dose: dose{posPage, func(_ *http.Response, b []byte) answer { return answer{status: 206, body: b} }}},

		{name: "script/portal", upgrade: true, dose: dose{script, page(200, "Wi-Fi")}},
		{name: "script/status-502", upgrade: true, dose: dose{script, page(502, "Bad Gateway")}},
		{name: "script/status-404", upgrade: true, dose: dose{script, page(404, "Not Found")}},
		{name: "script/cut-off", upgrade: true, dose: dose{script, cutOff}},
		{name: "script/empty", upgrade: true, dose: dose{script, instead(200, "application/javascript", "")}},
		{name: "script/plain-text", upgrade: true, dose: dose{script, header("Content-Type", "text/plain")}},
		{name: "script/partial", upgrade: true, dose: dose{script, func(_ *http.Response, b []byte) answer { return answer{status: 206, body: b} }}},
		{name: "script/redirect", upgrade: true, dose: dose{script, redirect(303, "/web/login")}},
		{name: "script/vary-star", upgrade: true, dose: dose{script, header("Vary", "*")}},
		{name: "style/portal", upgrade: true, dose: dose{style, page(200, "Wi-Fi")}},
		{name: "style/cut-off", upgrade: true, dose: dose{style, cutOff}},
		{name: "style/vary-star", upgrade: true, dose: dose{style, header("Vary", "*")}},
		{name: "font/portal", upgrade: true, dose: dose{font, page(200, "Wi-Fi")}},

		{name: "image/placeholder", dose: dose{avatar, func(_ *http.Response, b []byte) answer {
			return answer{header: map[string]string{"Content-Disposition": "inline; filename=placeholder.png"}, body: append(b, marker...)}
		}}},
		{name: "image/portal", dose: dose{avatar, page(200, "Wi-Fi")}},
		{name: "image/status-502", dose: dose{avatar, page(502, "Bad Gateway")}},

		{name: "terms/short", upgrade: true, dose: dose{fullTerms, instead(200, "application/json", `{"lang":"en_US","hash":"`+marker+`"}`)}},
		{name: "terms/portal", upgrade: true, dose: dose{terms, page(200, "Wi-Fi")}},
		{name: "terms/cut-off", upgrade: true, dose: dose{fullTerms, cutOff}},
		{name: "manifest/portal", dose: dose{manifest, page(200, "Wi-Fi")}},
		{name: "manifest/status-500", dose: dose{manifest, page(500, "Internal Server Error")}},
		{name: "manifest/empty", dose: dose{manifest, instead(200, "application/json", "{}")}},
		{name: "manifest/null", dose: dose{manifest, instead(200, "application/json", "null")}},
		{name: "worker/portal", dose: dose{workerJS, page(200, "Wi-Fi")}},
		{name: "worker/status-502", dose: dose{workerJS, page(502, "Bad Gateway")}},
	}
	rpc := func(name, method string, makes func(*http.Response, []byte) answer) poison {
		return poison{name: "call/" + name, query: "?from_backend=True", dose: dose{callOf(method), makes}}
	}
	const expired = `{"jsonrpc": "2.0", "id": null, "error": {"code": 100, "message": "` + marker + `", "data": {"name": "odoo.http.SessionExpiredException"}}}`
	for _, method := range []string{"load_data", "load_data_params", "search_read"} {
		list = append(list,
			rpc(method+"/error-in-200", method, instead(200, "application/json", expired)),
			rpc(method+"/portal", method, page(200, "Wi-Fi")),
			rpc(method+"/status-502", method, page(502, "Bad Gateway")),
			rpc(method+"/cut-off", method, cutOff),
			rpc(method+"/half", method, change(func(b []byte) []byte { return b[:len(b)/2] })),
		)
	}
	// Not load_data_params: Odoo's own code keeps that answer in localStorage,
	// whatever it is, and dies of it with any worker or none.
	for _, method := range []string{"load_data", "search_read"} {
		list = append(list, rpc(method+"/no-result", method, instead(200, "application/json", `{"jsonrpc": "2.0", "id": 1, "note": "`+marker+`"}`)))
	}
	for _, room := range []int64{0, 20_000, 100_000, 200_000, 400_000, 800_000, 1_200_000, 2_000_000} {
		list = append(list, poison{name: fmt.Sprintf("quota/%d", room), upgrade: true, quota: room + 1})
	}
	return list
}
