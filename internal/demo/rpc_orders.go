package demo

import "strings"

// orderCalls answers everything about orders.
func (s *Server) orderCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"pos.order.sync_from_ui":            s.syncFromUI,
		"pos.order.read_pos_orders":         s.readPosOrders,
		"pos.order.action_pos_order_cancel": s.cancelOrders,
		"pos.order.get_preparation_change":  s.preparationChange,
		"pos.order.search_paid_order_ids":   s.paidOrders,
		"pos.order.search_read":             s.searchOrders,
		"pos.order.search_count":            s.countOrders,
	}
}

// lookup reads a field of an order, or of all its lines.
func (o *storedOrder) lookup(field string) any {
	name, ofLines := strings.CutPrefix(field, "lines.")
	if !ofLines {
		return o.values[field]
	}
	all := []any{}
	for _, l := range o.lines {
		all = append(all, l[name])
	}
	return all
}

// matching gives the orders that a search domain names. The caller holds s.mu.
func (s *Server) matching(domain any) []*storedOrder {
	out := []*storedOrder{}
	for _, o := range s.orders {
		if matchesDomain(o.lookup, domain) {
			out = append(out, o)
		}
	}
	return out
}

// readPosOrders names no other kind of record where it finds no order (read_pos_orders
// in pos_order.py).
func (s *Server) readPosOrders(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.matching(c.arg(0))
	if len(found) == 0 {
		return record{"pos.order": []record{}}, nil
	}
	return s.ordersAnswer(found), nil
}

// cancelOrders cancels drafts and leaves what is paid alone.
func (s *Server) cancelOrders(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cancelled := []record{}
	for _, id := range idList(c.arg(0)) {
		found := s.matching([]any{[]any{"id", "=", id}})
		if len(found) == 0 {
			return nil, missingRecord("pos.order", number(id), c.user.id)
		}
		if o := found[0]; o.State == "draft" {
			o.State, o.values["state"] = "cancel", "cancel"
			s.notifyChanged(c, o.Config)
			cancelled = append(cancelled, s.schema.fill("pos.order", o.values))
		}
	}
	return record{"pos.order": cancelled}, nil
}

// notifyChanged tells the tills of a config that orders have changed, and by which device
// (notify_synchronisation in pos_config.py). The caller holds s.mu.
func (s *Server) notifyChanged(c *call, config int) {
	device := c.context()["device_identifier"]
	if device == nil {
		device = 0 // the office
	}
	message := record{"static_records": record{}, "session_id": nil, "device_identifier": device, "records": record{}}
	if ps := s.openSession(config); ps != nil {
		message["session_id"] = ps.id
	}
	s.notify(s.configs[config], "SYNCHRONISATION", message)
}

func (s *Server) preparationChange(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change := any("{}")
	for _, o := range s.matching([]any{[]any{"id", "in", idList(c.arg(0))}}) {
		change = o.values["last_order_preparation_change"]
	}
	return record{"last_order_preparation_change": change}, nil
}

func (s *Server) paidOrders(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := []any{}
	for _, o := range s.orders {
		info = append(info, []any{o.ID, o.values["write_date"]})
	}
	return record{"ordersInfo": info, "totalCount": len(info)}, nil
}

func (s *Server) searchOrders(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []record
	for _, o := range s.matching(c.option(0, "domain")) {
		found = append(found, s.schema.fill("pos.order", o.values))
	}
	return s.named("pos.order", read(limit(found, c), texts(c.option(1, "fields"))), c), nil
}

func (s *Server) countOrders(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.matching(c.option(0, "domain"))), nil
}
