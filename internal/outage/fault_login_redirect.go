package outage

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"strings"

	"poswarm/internal/fault"
)

var _ = meets(fault.LoginRedirect, answerer.login)

// login answers as an Odoo 19 does to a session that expired (odoo/http.py and
// the auth of each route), as far as that needs no file of the real server.
func (a answerer) login(_ request, r *http.Request) answer {
	path := r.URL.Path
	switch {
	case isJSON(r):
		return a.sessionExpired()
	case path == "/web/login":
		return a.page(http.StatusOK, "login.html", map[string]string{"Cache-Control": "no-cache, no-store"},
			map[string]any{"Redirect": r.URL.Query().Get("redirect")})
	case strings.HasPrefix(path, "/web/image"):
		return a.placeholderImage()
	case needsUser(path):
		return a.toLogin(r.URL)
	case strings.Contains(path, "/static/"), strings.HasPrefix(path, "/web/"):
		// Public files, which a live server would send. Nothing is forwarded
		// under a fault and a made-up error would be a fault of its own.
		return noAnswer
	}
	return a.page(http.StatusNotFound, "not-found.html", nil, nil)
}

// isJSON reports whether Odoo would dispatch the request as JSON-RPC.
func isJSON(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json")
}

// needsUser reports whether the route has auth="user".
func needsUser(path string) bool {
	for _, root := range []string{"/pos", "/odoo", "/poswarm", "/web"} {
		if path == root || root != "/web" && strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return path == "/"
}

func (a answerer) toLogin(u *url.URL) answer {
	to := "/web/login?redirect=" + url.QueryEscape(u.RequestURI())
	return a.page(http.StatusSeeOther, "redirect.html", map[string]string{"Location": to}, map[string]any{"To": to})
}

// sessionExpired is the answer to a JSON-RPC call. Its id is null: Odoo refuses
// before it reads the call.
func (a answerer) sessionExpired() answer {
	failure, err := json.Marshal(map[string]any{
		"code": 100, "message": "Odoo Session Expired",
		"data": map[string]any{
			"name": "odoo.http.SessionExpiredException", "message": "Session expired",
			"arguments": []string{"Session expired"}, "context": map[string]any{}, "debug": "answered by the gate " + a.nonce,
		},
	})
	if err != nil {
		panic(err) // constant shape
	}
	body := fmt.Appendf(nil, `{"jsonrpc": "2.0", "id": null, "error": %s}`, failure) // in the order of odoo/http.py
	return answer{status: http.StatusOK, header: map[string]string{"Content-Type": "application/json; charset=utf-8"}, body: body}
}

// placeholderImage is the grey picture that Odoo sends for an image that the
// user may not see. The nonce is in a text chunk of the PNG.
func (a answerer) placeholderImage() answer {
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: 0xdd}.Y
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // writing to memory
	}
	// A text chunk may stand anywhere after the header chunk, which ends at
	// byte 33 (8 signature, 8 head, 13 data, 4 checksum).
	const afterHeader = 33
	raw := b.Bytes()
	text := append([]byte("tEXtComment\x00"), a.nonce...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = append(chunk, text...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(text))
	body := append(append(append([]byte(nil), raw[:afterHeader]...), chunk...), raw[afterHeader:]...)
	return answer{status: http.StatusOK, body: body, header: map[string]string{
		"Content-Type": "image/png", "Cache-Control": "no-cache, private",
		"Content-Disposition": "inline; filename=placeholder.png", "X-Content-Type-Options": "nosniff"}}
}
