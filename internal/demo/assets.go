package demo

import (
	"crypto/sha1"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed web/dist web/pos.css web/static web/bus_worker.js
var webFiles embed.FS

const (
	cssName    = "point_of_sale.assets_prod.min.css"
	jsName     = "point_of_sale.assets_prod.min.js"
	busVersion = "19.0-2"

	immutable = "public, max-age=31536000, immutable"
	oneWeek   = "public, max-age=604800"
	revisited = "no-cache, private"
)

// build is one generation of the server's code: an upgrade makes a new one,
// with other asset hashes and another registry hash.
type build struct {
	number  int
	css, js []byte
}

func newBuild(o Options, number int) (build, error) {
	b := build{number: number}
	var err error
	if b.css, err = webFiles.ReadFile("web/pos.css"); err != nil {
		return b, fmt.Errorf("read the style: %w", err)
	}
	if b.js, err = webFiles.ReadFile("web/dist/" + bundleFile(o)); err != nil {
		return b, fmt.Errorf("read the bundle: %w", err)
	}
	mark := fmt.Appendf(nil, "\n/* build %d */\n", number)
	b.css, b.js = append(b.css, mark...), append(b.js, mark...)
	return b, nil
}

// bundleFile is the page code: with the addon's page module, or as Odoo has it.
func bundleFile(o Options) string {
	if o.Worker == WorkerPoswarm {
		return "pos." + o.Odoo + ".poswarm.js"
	}
	return "pos." + o.Odoo + ".stock-like.js"
}

func (b build) cssURL() string { return "/web/assets/" + shortHash(b.css) + "/" + cssName }
func (b build) jsURL() string  { return "/web/assets/" + shortHash(b.js) + "/" + jsName }

func (b build) registryHash() string {
	sum := sha1.Sum(fmt.Appendf(nil, "registry %d", b.number))
	return hex.EncodeToString(sum[:])
}

func shortHash(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])[:7]
}

// hash is the registry hash of the current build.
func (s *Server) hash() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.build.registryHash()
}

// Upgrade deploys a new generation: asset hashes and registry hash change.
func (s *Server) Upgrade() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next, err := newBuild(s.o, s.build.number+1)
	if err != nil {
		return err
	}
	s.build = next
	return nil
}

func (s *Server) assetRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /web/assets/{hash}/{file}", s.asset)
	mux.HandleFunc("GET /web/bundle/{name}", s.bundle)
	mux.HandleFunc("GET /bus/websocket_worker_bundle", script("web/bus_worker.js"))
	mux.HandleFunc("GET /web/assets/web.assets_web.min.js", script("web/dist/backoffice.js"))
	mux.HandleFunc("GET /web/health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		writeJSON(w, http.StatusOK, record{"status": "pass"})
	})
	for prefix := range staticTypes {
		mux.HandleFunc("GET "+prefix, s.static)
	}
}

// asset serves the bundles. Any other hash leads to the current one, which is
// how an old page comes to new code.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	b := s.build
	s.mu.Unlock()
	content, kind, current := b.js, "application/javascript; charset=utf-8", b.jsURL()
	switch r.PathValue("file") {
	case cssName:
		content, kind, current = b.css, "text/css; charset=utf-8", b.cssURL()
	case jsName:
	default:
		http.NotFound(w, r)
		return
	}
	if r.URL.Path != current {
		seeOther(w, current)
		return
	}
	serveFile(w, r, file{
		name: r.PathValue("file"), kind: kind, control: immutable, etag: shortHash(content), content: content,
	})
}

// bundle names the current assets without a log-in and without side effects.
func (s *Server) bundle(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("name") != "point_of_sale.assets_prod" {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, http.StatusOK, []record{
		{"type": "link", "src": s.build.cssURL()}, {"type": "script", "src": s.build.jsURL()},
	})
}

// script serves a file of ours that browsers must ask for again each time.
func script(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		content, err := webFiles.ReadFile(name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		serveFile(w, r, file{
			name: path.Base(name), kind: "application/javascript; charset=utf-8", control: "no-cache",
			etag: shortHash(content), content: content,
		})
	}
}

// staticTypes are the public static files: addresses as in Odoo, contents ours.
var staticTypes = map[string]string{
	"/web/static/fonts/lato/Lato-Reg-webfont.woff":                     "application/font-woff",
	"/web/static/fonts/google/Roboto/Roboto-Regular.ttf":               "application/x-font-ttf",
	"/web/static/src/libs/fontawesome/fonts/fontawesome-webfont.woff2": "font/woff2",
	"/web/static/lib/odoo_ui_icons/fonts/odoo_ui_icons.woff2":          "font/woff2",
	"/point_of_sale/static/src/fonts/Inconsolata.otf":                  "font/otf",
	"/web/static/lib/zxing-library/zxing-library.js":                   "text/javascript; charset=utf-8",
	"/web/static/img/odoo_logo.svg":                                    "image/svg+xml; charset=utf-8",
	"/web/static/img/spin.svg":                                         "image/svg+xml; charset=utf-8",
	"/web/static/img/favicon.ico":                                      "image/vnd.microsoft.icon",
	"/hr_attendance/static/img/background-light.svg":                   "image/svg+xml; charset=utf-8",
	"/point_of_sale/static/src/img/favicon.ico":                        "image/vnd.microsoft.icon",
	"/point_of_sale/static/src/img/money.png":                          "image/png",
	"/point_of_sale/static/src/img/card-bank.png":                      "image/png",
	"/point_of_sale/static/src/img/pay-later.png":                      "image/png",
}

func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	content, err := staticContent(r.URL.Path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	serveFile(w, r, file{
		name: path.Base(r.URL.Path), kind: staticTypes[r.URL.Path], control: oneWeek,
		etag: fmt.Sprintf("%d-%d-%s", catalogDate.Unix(), len(content), shortHash(content)), content: content,
	})
}

func staticContent(p string) ([]byte, error) {
	switch kind := staticTypes[p]; {
	case strings.Contains(kind, "font"):
		return blankFont(), nil
	case strings.HasSuffix(p, ".ico"):
		return icon(), nil
	case kind == "image/png":
		return drawn(int(sha1.Sum([]byte(p))[0]), 32), nil
	}
	return fs.ReadFile(webFiles, "web/static/"+path.Base(p))
}

// file is an answer with the headers that Odoo puts on files.
type file struct {
	name, kind, control, etag string
	content                   []byte
}

func serveFile(w http.ResponseWriter, r *http.Request, f file) {
	h := w.Header()
	h.Set("Cache-Control", f.control)
	h.Set("ETag", strconv.Quote(f.etag))
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(f.content)))
	h.Set("Content-Disposition", disposition(f.name))
	h.Set("Last-Modified", catalogDate.Format(http.TimeFormat))
	if strings.HasPrefix(f.kind, "image/") {
		h.Set("Content-Security-Policy", "default-src 'none'")
	}
	if age := maxAge(f.control); age > 0 {
		h.Set("Expires", time.Now().Add(age).UTC().Format(http.TimeFormat))
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(f.content) // a till that went away is no error of the server
}

func disposition(name string) string {
	if strings.ContainsAny(name, " ()") {
		return "inline; filename=" + strconv.Quote(name)
	}
	return "inline; filename=" + name
}

func maxAge(control string) time.Duration {
	_, rest, found := strings.Cut(control, "max-age=")
	if !found {
		return 0
	}
	digits, _, _ := strings.Cut(rest, ",")
	seconds, _ := strconv.Atoi(digits)
	return time.Duration(seconds) * time.Second
}
