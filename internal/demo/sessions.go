package demo

import (
	"fmt"
	"time"
)

// States of a POS session, as Odoo names them.
const (
	stateOpening = "opening_control"
	stateOpened  = "opened"
	stateClosing = "closing_control" // no terminal comes in any more
	stateClosed  = "closed"
)

// session is one POS session: a day at one register.
type session struct {
	id, config, user int
	state            string
	start            time.Time
	openingCash      float64
	notes            string
	token            string
}

type posConfig struct {
	id      int
	name    string
	token   string
	devices int
	// passed: terminals do not keep this POS
	passed, afterLogout bool
	// restaurant means a floor plan with tables, whose orders are on the
	// server before they are paid.
	restaurant bool
}

// openSession gives the session of a config that is open, if any. The caller
// holds s.mu.
func (s *Server) openSession(config int) *session {
	for _, ps := range s.sessions {
		if ps.config == config && ps.state != stateClosed {
			return ps
		}
	}
	return nil
}

// createSession starts a session. The caller holds s.mu.
func (s *Server) createSession(config, user int, state string) *session {
	s.lastSession++
	ps := &session{
		id: s.lastSession, config: config, user: user, state: state,
		start: s.now().UTC(), token: randomToken(16),
	}
	s.sessions[ps.id] = ps
	return ps
}

// OpenSession makes sure that a config has a session in state opened.
func (s *Server) OpenSession(config int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.configs[config] == nil {
		return fmt.Errorf("no POS config %d: the demo has 1 to 3", config)
	}
	ps := s.openSession(config)
	if ps == nil {
		ps = s.createSession(config, adminID, stateOpened)
	}
	ps.state = stateOpened
	return nil
}

// CloseSession closes the open session of a config, as the back office does
// while a till is away; nothing happens when none is open.
func (s *Server) CloseSession(config int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.configs[config] == nil {
		return fmt.Errorf("no POS config %d: the demo has 1 to 3", config)
	}
	if ps := s.openSession(config); ps != nil {
		s.closeSession(ps, false)
	}
	return nil
}

// closeSession closes a session and tells the tills of its config which device
// did it, false for none of them (write in pos_session.py). The caller holds s.mu.
func (s *Server) closeSession(ps *session, device any) {
	ps.state = stateClosed
	s.notify(s.configs[ps.config], "CLOSING_SESSION", record{"device_identifier": device, "session_id": ps.id})
}

// record is the session as load_data sends it.
func (ps *session) record(s *schema) record {
	start := any(false)
	if ps.state != stateOpening {
		start = ps.start.Format(sqlTime)
	}
	return s.fill("pos.session", record{
		"id": ps.id, "name": ps.name(), "user_id": ps.user, "config_id": ps.config, "start_at": start,
		"payment_method_ids": []int{1, 2, 3}, "state": ps.state, "access_token": ps.token,
		"cash_register_balance_start": ps.openingCash,
	})
}

func (ps *session) name() string {
	if ps.state == stateOpening {
		return "/"
	}
	return fmt.Sprintf("POS/%05d", ps.id)
}
