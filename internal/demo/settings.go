package demo

import "time"

// ChangeSettings is a change in the office that tills must load anew, such as
// limited categories or a price list (last_data_change in pos_config.py): a
// page that opens afterwards drops the data that it holds, unsent sales included.
func (s *Server) ChangeSettings() {
	s.mu.Lock()
	defer s.mu.Unlock()
	// whole seconds on the wire: the change must be later than what was loaded just now
	s.lastDataChange = s.now().UTC().Add(time.Second)
}

// DeleteProduct removes a product variant: a sale of it is refused for good.
func (s *Server) DeleteProduct(variant int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.goneProducts == nil {
		s.goneProducts = map[int]bool{}
	}
	s.goneProducts[variant] = true
}
