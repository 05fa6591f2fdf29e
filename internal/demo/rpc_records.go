package demo

import "maps"

// recordCalls answers the calls by which a till changes single records of an
// order: tips, how often a receipt was printed.
func (s *Server) recordCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"pos.order.write":       s.writeOrder,
		"pos.order.line.create": s.createLine,
		"pos.order.line.write":  s.writeLine,
		"pos.order.line.unlink": s.unlinkLine,

		"pos.order.line.search_count": s.countLines,
		"pos.order.line.search_read":  s.searchLines,
	}
}

// orderOf finds an order by its number. The caller holds s.mu.
func (s *Server) orderOf(id, user int) (*storedOrder, error) {
	for _, o := range s.orders {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, missingRecord("pos.order", id, user)
}

func (s *Server) writeOrder(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.orderOf(c.id(0), c.user.id)
	if err != nil {
		return nil, err
	}
	values, _ := c.arg(1).(map[string]any)
	if state, ok := values["state"].(string); ok {
		if o.State != "draft" && o.State != "cancel" {
			return nil, userError("This order has already been paid. You cannot set it back to draft or edit it.")
		}
		o.State = state
	}
	maps.Copy(o.values, values)
	o.complete(s)
	return true, nil
}

// createLine adds lines to orders, paid ones included: a tip is one.
func (s *Server) createLine(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	y := &orderSync{s: s, user: c.user.id}
	created := []any{}
	for _, item := range idList(c.arg(0)) {
		values, _ := item.(map[string]any)
		o, err := s.orderOf(number(values["order_id"]), c.user.id)
		if err != nil {
			return nil, err
		}
		if err := y.create(o, "pos.order.line", &o.lines, values); err != nil {
			return nil, err
		}
		o.complete(s)
		created = append(created, s.lastLine)
	}
	return created, nil
}

func (s *Server) writeLine(c *call) (any, error) {
	values, _ := c.arg(1).(map[string]any)
	return s.changeLine(c, []any{1.0, float64(c.id(0)), values})
}

func (s *Server) unlinkLine(c *call) (any, error) {
	return s.changeLine(c, []any{2.0, float64(c.id(0))})
}

func (s *Server) countLines(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, o := range s.orders {
		for _, l := range o.lines {
			if matchesDomain(l.lookup(), c.option(0, "domain")) {
				n++
			}
		}
	}
	return n, nil
}

func (s *Server) searchLines(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []record{}
	for _, o := range s.orders {
		for _, l := range o.lines {
			if matchesDomain(l.lookup(), c.option(0, "domain")) {
				found = append(found, l)
			}
		}
	}
	return read(limit(found, c), texts(c.option(1, "fields"))), nil
}

func (s *Server) changeLine(c *call, command []any) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orderOfLine(c.id(0))
	if o == nil {
		return nil, missingRecord("pos.order.line", c.id(0), c.user.id)
	}
	y := &orderSync{s: s, user: c.user.id}
	if err := y.apply(o, "pos.order.line", &o.lines, []any{command}); err != nil {
		return nil, err
	}
	o.complete(s)
	return true, nil
}
