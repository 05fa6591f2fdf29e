package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	_ "embed"
)

const (
	adminID       = 2
	database      = "demo"
	userLang      = "en_US"
	sessionCookie = "session_id"
	cookieAge     = 7 * 24 * 60 * 60
)

type user struct {
	id, partner       int
	login, name, role string // role is empty for a user without POS rights
}

// users can log in with their log-in name as password.
var users = map[string]*user{
	"admin":   {id: adminID, partner: 3, login: "admin", name: "Demo Admin", role: "manager"},
	"cashier": {id: 6, partner: 7, login: "cashier", name: "Demo Cashier", role: "cashier"},
	"office":  {id: 8, partner: 12, login: "office", name: "Demo Office"},
}

func (s *Server) userName(id int) string {
	for _, u := range users {
		if u.id == id {
			return u.name
		}
	}
	return ""
}

// login is one web session; user is nil before the log-in.
type login struct {
	user    *user
	created time.Time
	used    time.Time
	touched bool // the cookie must go out with the next page
	// dies is set on a session id that a rotation has replaced
	dies time.Time
}

func (s *Server) loginRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /web/login", s.loginPage)
	mux.HandleFunc("POST /web/login", s.loginForm)
	mux.HandleFunc("/web/session/logout", s.logout)
	mux.HandleFunc("POST /web/session/authenticate", s.jsonRoute(true, s.authenticate))
	mux.HandleFunc("POST /web/database/list", s.jsonRoute(true,
		func(http.ResponseWriter, *http.Request, json.RawMessage) (any, error) { return []string{database}, nil }))
	mux.HandleFunc("POST /web/session/get_session_info", s.jsonRoute(false, s.getSessionInfo))
	mux.HandleFunc("POST /pos/ping", s.jsonRoute(false,
		func(http.ResponseWriter, *http.Request, json.RawMessage) (any, error) {
			return record{"response": "pong"}, nil
		}))
	mux.HandleFunc("GET /odoo", s.backOffice)
	mux.HandleFunc("GET /odoo/{rest...}", s.backOffice)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { seeOther(w, "/odoo") })
}

// current finds the web session of a request; the caller holds s.mu.
func (s *Server) current(r *http.Request) (string, *login) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return "", nil
	}
	l := s.logins[c.Value]
	now := s.now()
	if l == nil || now.Sub(l.used) > s.o.SessionTTL || !l.dies.IsZero() && now.After(l.dies) {
		delete(s.logins, c.Value)
		return "", nil
	}
	return c.Value, l
}

// userOf is the user of a request, nil when nobody is logged in.
func (s *Server) userOf(r *http.Request) *user {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, l := s.current(r)
	if l == nil {
		return nil
	}
	l.used = s.now()
	return l.user
}

// rotate gives an old log-in a new session id. The old id works for a grace
// period only, so a copied browser profile is soon logged out.
func (s *Server) rotate(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == busPath || isControl(r.URL.Path) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, l := s.current(r)
	if l == nil || l.user == nil || !l.dies.IsZero() || s.now().Sub(l.created) < s.o.RotateAfter {
		return
	}
	l.dies = s.now().Add(s.o.RotateGrace)
	s.issue(w, r, &login{user: l.user})
}

// issue stores a web session under a new id, sends its cookie and makes the
// rest of this request belong to it. The caller holds s.mu.
func (s *Server) issue(w http.ResponseWriter, r *http.Request, l *login) string {
	id := randomToken(42)
	l.created, l.used = s.now(), s.now()
	s.logins[id] = l
	s.sendCookie(w, id)
	r.Header.Set("Cookie", sessionCookie+"="+id)
	return id
}

func (s *Server) sendCookie(w http.ResponseWriter, id string) {
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: id, Path: "/", MaxAge: cookieAge, HttpOnly: true,
		Expires: s.now().Add(cookieAge * time.Second),
	})
}

// ExpireLogins ends every web session, as time or an administrator does.
func (s *Server) ExpireLogins() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.logins)
}

// csrfToken belongs to one web session.
func csrfToken(id string) string {
	sum := sha256.Sum256([]byte("csrf" + id))
	return hex.EncodeToString(sum[:20])
}

//go:embed web/login.html
var loginHTML string

var loginTemplate = template.Must(template.New("login").Parse(loginHTML))

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	s.renderLogin(w, r, "")
}

func (s *Server) renderLogin(w http.ResponseWriter, r *http.Request, problem string) {
	s.mu.Lock()
	id, l := s.current(r)
	if l == nil {
		id = s.issue(w, r, &login{})
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
	w.Header().Set("Content-Security-Policy", "frame-ancestors 'self'")
	err := loginTemplate.Execute(w, map[string]string{
		"CSRF": csrfToken(id), "Redirect": r.FormValue("redirect"), "Problem": problem,
	})
	if err != nil {
		s.o.Logger.Error("render the log-in page", "error", err)
	}
}

func (s *Server) loginForm(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	id, _ := s.current(r)
	s.mu.Unlock()
	if id == "" || r.PostFormValue("csrf_token") != csrfToken(id) {
		http.Error(w, "Session expired (invalid CSRF token)", http.StatusBadRequest)
		return
	}
	u := checkPassword(r.PostFormValue("login"), r.PostFormValue("password"))
	if u == nil {
		s.renderLogin(w, r, "Wrong login/password")
		return
	}
	s.startLogin(w, r, u)
	to := r.PostFormValue("redirect")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
		to = "/odoo"
	}
	seeOther(w, to)
}

func checkPassword(name, password string) *user {
	u := users[name]
	if u == nil || password != u.login {
		return nil
	}
	return u
}

// startLogin replaces the web session of a request by one of the user.
func (s *Server) startLogin(w http.ResponseWriter, r *http.Request, u *user) {
	s.forgetLogout(w, r, u)
	s.mu.Lock()
	defer s.mu.Unlock()
	if id, l := s.current(r); l != nil {
		delete(s.logins, id)
	}
	s.issue(w, r, &login{user: u, touched: true})
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if id, l := s.current(r); l != nil {
		delete(s.logins, id)
		if l.user != nil {
			s.markLogout(w, r, l.user)
		}
	}
	s.issue(w, r, &login{})
	s.mu.Unlock()
	seeOther(w, "/odoo")
}

func (s *Server) authenticate(w http.ResponseWriter, r *http.Request, params json.RawMessage) (any, error) {
	var p struct{ DB, Login, Password string }
	if err := json.Unmarshal(params, &p); err != nil {
		return nil, err
	}
	if p.DB != "" && p.DB != database {
		return nil, &rpcError{0, "Odoo Server Error", "odoo.exceptions.AccessError", "Database not found."}
	}
	u := checkPassword(p.Login, p.Password)
	if u == nil {
		return nil, &rpcError{0, "Odoo Server Error", "odoo.exceptions.AccessDenied", "Access Denied"}
	}
	s.startLogin(w, r, u)
	return s.sessionInfo(u), nil
}

func (s *Server) getSessionInfo(_ http.ResponseWriter, r *http.Request, _ json.RawMessage) (any, error) {
	return s.sessionInfo(s.userOf(r)), nil
}

// requireLogin sends visitors without a log-in to the log-in page.
func (s *Server) requireLogin(f func(w http.ResponseWriter, r *http.Request, u *user)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u := s.userOf(r)
		if u == nil {
			// the "?" without a query is Odoo's
			back := r.URL.Path + "?" + r.URL.RawQuery
			seeOther(w, "/web/login?redirect="+url.QueryEscape(back))
			return
		}
		s.forgetLogout(w, r, u)
		s.touch(w, r)
		f(w, r, u)
	}
}

// touch sends the cookie again with the first page after a log-in.
func (s *Server) touch(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id, l := s.current(r); l != nil && l.touched {
		l.touched = false
		s.sendCookie(w, id)
	}
}

// seeOther redirects as Odoo does: 303 with a small HTML body.
func seeOther(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusSeeOther)
	link := template.HTMLEscapeString(to)
	_, _ = w.Write([]byte("<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n" +
		`<p>You should be redirected automatically to <a href="` + link + `">` + link + "</a>.\n"))
}
