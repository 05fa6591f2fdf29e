package demo

import "fmt"

// SetEnabled is the addon's switch for the whole database: off, terminals go
// back to Odoo's own worker.
func (s *Server) SetEnabled(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disabled = !on
}

// SetOffline is the addon's switch for one POS.
func (s *Server) SetOffline(config int, on bool) error {
	return s.setConfig(config, func(c *posConfig) { c.passed = !on })
}

// SetAfterLogout lets a POS open offline for a user who has logged out.
func (s *Server) SetAfterLogout(config int, on bool) error {
	return s.setConfig(config, func(c *posConfig) { c.afterLogout = on })
}

func (s *Server) setConfig(id int, set func(*posConfig)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.configs[id]
	if c == nil {
		return fmt.Errorf("no POS config %d: the demo has 1 and 2", id)
	}
	set(c)
	return nil
}

// keeps says whether terminals are to keep a POS. The caller holds s.mu.
func (s *Server) keeps(c *posConfig) bool { return !s.disabled && !c.passed }
