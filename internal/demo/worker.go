package demo

import (
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"

	_ "embed"

	"poswarm/addon"
)

//go:embed web/stock-like-worker.js
var stockLikeWorker []byte

//go:embed web/upstream-like-worker.js
var upstreamLikeWorker []byte

func (s *Server) workerRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /pos/service-worker.js", s.requireLogin(s.serviceWorker))
	if s.o.Worker == WorkerPoswarm {
		mux.HandleFunc("GET /poswarm/manifest/{config}", s.requireLogin(s.manifest))
		mux.HandleFunc("GET /poswarm/page/{config}", s.requireLogin(s.pageCopy))
		mux.HandleFunc("GET /pos/poswarm", s.requireLogin(s.poswarmPage))
	}
}

func (s *Server) serviceWorker(w http.ResponseWriter, _ *http.Request, _ *user) {
	text := s.workerText()
	h := w.Header()
	h.Set("Content-Type", "text/javascript")
	h.Set("Service-Worker-Allowed", "/pos")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // a till that went away is no error of the server
}

func (s *Server) workerText() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.o.Worker == WorkerUpstreamLike:
		return upstreamLikeWorker
	case s.o.Worker != WorkerPoswarm:
		return stockLikeWorker
	case s.disabled:
		return slices.Concat(stockLikeWorker, []byte("\n"), addon.SwitchedOff())
	}
	return addon.ServiceWorker()
}

// firstVisit is the inline script that the addon puts at the top of a POS page.
func (s *Server) firstVisit() string {
	if s.o.Worker != WorkerPoswarm {
		return ""
	}
	return string(addon.FirstVisit())
}

//go:embed web/poswarm.html
var poswarmHTML string

func (s *Server) poswarmPage(w http.ResponseWriter, _ *http.Request, _ *user) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := poswarmTemplate.Execute(w, page{FirstVisit: firstVisitJS(s)}); err != nil {
		s.o.Logger.Error("render the poswarm page", "error", err)
	}
}

// askedConfig is the POS that a request of the worker names, or nil when the
// request is refused. The caller holds s.mu.
func (s *Server) askedConfig(w http.ResponseWriter, r *http.Request, u *user) *posConfig {
	w.Header().Set("Cache-Control", "no-store")
	if u.role == "" {
		refuse(w, http.StatusForbidden, "no-pos-rights", "this user may not use the point of sale")
		return nil
	}
	id, _ := strconv.Atoi(r.PathValue("config"))
	config := s.configs[id]
	if config == nil {
		refuse(w, http.StatusNotFound, "unknown-config", "there is no such point of sale")
	}
	return config
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, record{"error": record{"code": code, "message": message}})
}

// pageCopy is the POS page for a worker: it never opens a session.
func (s *Server) pageCopy(w http.ResponseWriter, r *http.Request, u *user) {
	s.mu.Lock()
	config := s.askedConfig(w, r, u)
	if config == nil {
		s.mu.Unlock()
		return
	}
	ps := s.openSession(config.id)
	if ps == nil {
		s.mu.Unlock()
		refuse(w, http.StatusConflict, "no-open-session", "no session of this point of sale is open")
		return
	}
	page := s.page(config, ps, u, r)
	s.mu.Unlock()
	s.renderPOS(w, page)
}

// manifest is the addon's list of what a terminal needs. It only reads.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request, u *user) {
	s.mu.Lock()
	defer s.mu.Unlock()
	config := s.askedConfig(w, r, u)
	if config == nil {
		return
	}
	body := record{
		"schema": 1, "addon": addonVersion(), "database": database, "user": u.id,
		"config": record{"id": config.id, "name": config.name}, "company": 1,
		"pos_session": nil, "pos_session_state": nil,
		"data_version": s.lastDataChange.Format(sqlTime), "lang": userLang, "languages": []string{userLang},
		"assets": []string{s.build.cssURL(), s.build.jsURL()}, "failed": []record{},
		"translations": []record{{"lang": userLang, "url": "/web/webclient/translations?hash=&lang=" + userLang}},
		"offline":      s.keeps(config), "after_logout": config.afterLogout,
		"deadlines": record{"page": 3000, "call": 5000, "ping": 4000}, "keep_days": 90,
	}
	if ps := s.openSession(config.id); ps != nil {
		body["pos_session"], body["pos_session_state"] = ps.id, ps.state
	}
	writeJSON(w, http.StatusOK, body)
}

var versionLine = regexp.MustCompile(`"version": "([0-9.]+)"`)

// addonVersion is the version of the addon that the demo stands for.
var addonVersion = sync.OnceValue(func() string {
	text, err := addon.FS.ReadFile(addon.Name + "/__manifest__.py")
	m := versionLine.FindSubmatch(text)
	if err != nil || m == nil {
		return "unknown"
	}
	return string(m[1])
})

var poswarmTemplate = template.Must(template.New("poswarm").Parse(poswarmHTML))

func firstVisitJS(s *Server) template.JS { return template.JS(s.firstVisit()) }
