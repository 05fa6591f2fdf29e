package demo

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	_ "embed"
)

//go:embed web/control.html
var controlHTML []byte

func isControl(path string) bool { return path == "/demo" || strings.HasPrefix(path, "/demo/") }

// controlRoutes let a person or another process break the demo on purpose.
func (s *Server) controlRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /demo", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(controlHTML) // a reader that went away is no error of the server
	})
	mux.HandleFunc("POST /demo/control/{verb}", s.control)
	mux.HandleFunc("GET /demo/log", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, record{"counts": s.log.Counts(), "entries": s.log.Entries()})
	})
	mux.HandleFunc("GET /demo/orders", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, record{"orders": s.Orders()})
	})
	mux.HandleFunc("GET /demo/money", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, record{"cash": s.CashMoves(), "cards": s.Cards()})
	})
	mux.HandleFunc("GET /demo/state", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.state())
	})
}

// control carries out one verb; ?config= names the POS config where one is
// needed (default 1).
func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	// no form of another site can send this header without asking first
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" {
		http.Error(w, "the control page is for this site only", http.StatusForbidden)
		return
	}
	config := 1
	if v := r.URL.Query().Get("config"); v != "" {
		config, _ = strconv.Atoi(v)
	}
	var err error
	switch verb := r.PathValue("verb"); verb {
	case "restart":
		// a restart ends this very connection, so the answer goes first
		writeJSON(w, http.StatusAccepted, record{"restarting": true})
		if err := http.NewResponseController(w).Flush(); err != nil {
			s.o.Logger.Error("answer before a restart", "error", err)
		}
		go func() {
			if err := s.Restart(); err != nil {
				s.o.Logger.Error("restart the demo", "error", err)
			}
		}()
		return
	case "upgrade":
		err = s.Upgrade()
	case "expire-logins":
		s.ExpireLogins()
	case "open-session":
		err = s.OpenSession(config)
	case "close-session":
		err = s.CloseSession(config)
	case "change-settings":
		s.ChangeSettings()
	case "lose-answers": // ?call=pos.order.sync_from_ui&times=1
		times, _ := strconv.Atoi(cmp.Or(r.URL.Query().Get("times"), "1"))
		s.LoseAnswers(r.URL.Query().Get("call"), times)
	case "switch-off", "switch-on":
		s.SetEnabled(verb == "switch-on")
	case "offline-off", "offline-on":
		err = s.SetOffline(config, verb == "offline-on")
	case "after-logout-off", "after-logout-on":
		err = s.SetAfterLogout(config, verb == "after-logout-on")
	case "reset-log":
		s.log.Reset()
	default:
		writeJSON(w, http.StatusNotFound, record{"error": fmt.Sprintf("no control verb %q", verb)})
		return
	}
	if err != nil {
		writeJSON(w, http.StatusBadRequest, record{"error": err.Error()})
		return
	}
	writeJSON(w, http.StatusOK, s.state())
}

func (s *Server) state() record {
	s.mu.Lock()
	defer s.mu.Unlock()
	configs := []record{}
	for id := 1; id <= len(s.configs); id++ {
		config := s.configs[id]
		c := record{
			"id": id, "name": config.name, "session": nil, "session_state": nil,
			"offline": s.keeps(config), "after_logout": config.afterLogout,
		}
		if ps := s.openSession(id); ps != nil {
			c["session"], c["session_state"] = ps.id, ps.state
		}
		configs = append(configs, c)
	}
	return record{
		"worker": s.o.Worker, "odoo": s.o.Odoo, "starts": s.starts.Load(), "build": s.build.number, "assets": []string{s.build.cssURL(), s.build.jsURL()},
		"registry_hash": s.build.registryHash(), "configs": configs, "orders": len(s.orders),
	}
}
