package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	_ "embed"
)

func (s *Server) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /pos/ui/{config}", s.requireLogin(s.posPage))
	mux.HandleFunc("GET /pos/ui/{config}/{sub...}", s.requireLogin(s.posPage))
	mux.HandleFunc("GET /pos/ui", s.requireLogin(s.posPage))
	mux.HandleFunc("GET /pos/web", s.requireLogin(s.posPage))
}

//go:embed web/pos.html
var posHTML string

var posTemplate = template.Must(template.New("pos").Parse(posHTML))

//go:embed web/backoffice.html
var backOfficeHTML string

var backOfficeTemplate = template.Must(template.New("backoffice").Parse(backOfficeHTML))

// posPage serves the POS. Opening it creates a POS session when the config has
// none, for any internal user: that is how Odoo behaves.
func (s *Server) posPage(w http.ResponseWriter, r *http.Request, u *user) {
	value := r.PathValue("config")
	if value == "" {
		value = r.URL.Query().Get("config_id")
	}
	id, err := strconv.Atoi(value)
	if value != "" && err != nil {
		http.Error(w, "a POS config is a number", http.StatusInternalServerError)
		return
	}
	s.mu.Lock()
	config, ps := s.configs[id], s.openSession(id)
	if config == nil || ps != nil && ps.state == stateClosing { // pos_web in main.py
		s.mu.Unlock()
		seeOther(w, "/odoo/action-point_of_sale.action_client_pos_menu")
		return
	}
	if ps == nil {
		ps = s.createSession(id, u.id, stateOpening)
	}
	page := s.page(config, ps, u, r)
	s.mu.Unlock()
	s.renderPOS(w, page)
}

func (s *Server) renderPOS(w http.ResponseWriter, page page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := posTemplate.Execute(w, page); err != nil {
		s.o.Logger.Error("render the POS page", "error", err)
	}
}

type page struct {
	FirstVisit template.JS
	Off        bool // the addon leaves this POS alone
	Odoo       template.JS
	CSS, JS    string
}

// page builds the globals of the page. The caller holds s.mu.
func (s *Server) page(config *posConfig, ps *session, u *user, r *http.Request) page {
	id, _ := s.current(r)
	fromBackend := 0
	if v := r.URL.Query().Get("from_backend"); v != "" {
		fromBackend = 1
	}
	path := fmt.Sprintf("/pos/ui/%d", config.id)
	urls, _ := json.Marshal([]string{s.build.cssURL(), s.build.jsURL(), path + "?from_backend=True", path})
	info := s.sessionInfo(u)
	info["nomenclature_id"], info["fallback_nomenclature_id"] = 1, false
	globals, err := json.Marshal(record{
		"csrf_token": csrfToken(id), "__session_info__": info, "from_backend": fromBackend,
		"pos_session_id": ps.id, "last_data_change": s.lastDataChange.Format(sqlTime),
		"pos_config_id": config.id, "access_token": config.token, "urls_to_cache": string(urls),
		"use_pos_fake_tours": false, "use_lna": false, "debug": r.URL.Query().Get("debug"),
	})
	if err != nil {
		s.o.Logger.Error("encode the page globals", "error", err)
	}
	return page{
		Off:        s.o.Worker == WorkerPoswarm && !s.keeps(config),
		FirstVisit: template.JS(s.firstVisit()), Odoo: template.JS(spaced(globals)), // both are ours; json.Marshal escapes <
		CSS: s.build.cssURL(), JS: s.build.jsURL(),
	}
}

// spaced writes JSON as Python does, with a space after every comma and colon:
// a reader of the page's text must find in it what it would find in Odoo's.
func spaced(text []byte) []byte {
	out := make([]byte, 0, len(text)*5/4)
	inString := false
	for i, b := range text {
		out = append(out, b)
		switch {
		case b == '"' && (i == 0 || !escaped(text[:i])):
			inString = !inString
		case !inString && (b == ',' || b == ':'):
			out = append(out, ' ')
		}
	}
	return out
}

// escaped says whether the byte after text is escaped by a backslash.
func escaped(text []byte) bool {
	n := len(text) - len(bytes.TrimRight(text, `\`))
	return n%2 == 1
}

// sessionInfo is what a page knows about its user and server.
func (s *Server) sessionInfo(u *user) record {
	manager := u.role == "manager"
	partner := record{"id": u.partner, "name": u.name, "main_user_id": u.id, "im_status": "offline", "active": true}
	return record{
		"uid": u.id, "is_system": manager, "is_admin": manager, "is_public": false, "is_internal_user": true,
		"user_context": record{"lang": userLang, "tz": "UTC", "uid": u.id, "allowed_company_ids": []int{1}},
		"db":           database, "registry_hash": s.build.registryHash(), "user_settings": record{"id": 1},
		"server_version": serverVersion, "server_version_info": versionInfo(), "support_url": "",
		"name": u.name, "username": u.login, "quick_login": true, "partner_display_name": u.name,
		"partner_id": u.partner, "partner_write_date": catalogDate.Format(sqlTime), "web.base.url": s.URL(),
		"active_ids_limit": 20000, "profile_session": nil, "profile_collectors": nil, "profile_params": nil,
		"max_file_upload_size": 134217728, "home_action_id": false,
		"currencies":    record{"1": record{"name": "USD", "symbol": "$", "position": "before", "digits": []int{69, 2}}},
		"bundle_params": record{"lang": userLang}, "test_mode": false, "view_info": record{}, "groups": record{},
		"user_companies": record{"current_company": 1, "allowed_companies": record{"1": record{
			"id": 1, "name": "Demo Company", "sequence": 0, "child_ids": []int{}, "parent_id": false, "currency_id": 1,
		}}},
		"show_effect": true, "max_time_between_keys_in_ms": 150, "websocket_worker_version": busVersion,
		"tour_enabled": false, "current_tour": nil, "can_insert_in_spreadsheet": false, "iap_company_enrich": false,
		"storeData": record{"Store": record{"self_partner": u.partner}, "res.partner": []record{partner}},
	}
}

// backOffice stands in for Odoo's back end: where a log-in and "Backend" lead.
func (s *Server) backOffice(w http.ResponseWriter, r *http.Request) {
	s.requireLogin(func(w http.ResponseWriter, r *http.Request, u *user) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if err := backOfficeTemplate.Execute(w, map[string]string{"Name": u.name, "RegistryHash": s.hash(), "Lang": userLang}); err != nil {
			s.o.Logger.Error("render the back office", "error", err)
		}
	})(w, r)
}
