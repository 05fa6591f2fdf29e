package demo

import "fmt"

// sessionCalls answers the life of a POS session: opening, closing, cash.
func (s *Server) sessionCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"pos.session.set_opening_control":                  s.setOpeningControl,
		"pos.session.get_closing_control_data":             s.closingData,
		"pos.session.post_closing_cash_details":            s.locked(s.closingStep),
		"pos.session.update_closing_control_state_session": s.locked(s.closingNote),
		"pos.session.close_session_from_ui":                s.locked(s.closeFromPage),
		"pos.session.delete_opening_control_session":       s.deleteOpening,
		"pos.session.search_count":                         s.countSessions,
		"pos.session.search_read":                          s.searchSessions,
		"pos.session.read":                                 s.readSessions,
		"pos.session.log_partner_message":                  nothing,
		"pos.config.search_read":                           s.searchConfigs,
		"pos.config.read":                                  s.readConfigs,
		"pos.config.open_ui":                               s.openUI,
		"pos.config.update_customer_display":               nothing,
		"pos.config.notify_synchronisation":                nothing,
	}
}

func nothing(*call) (any, error) { return noResult{}, nil }

// locked finds the session that a call is about and runs f under the lock.
func (s *Server) locked(f func(*call, *session) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		ps := s.sessions[c.id(0)]
		if ps == nil {
			return nil, missingRecord("pos.session", c.id(0), c.user.id)
		}
		return f(c, ps)
	}
}

func (s *Server) setOpeningControl(c *call) (any, error) {
	return s.locked(func(c *call, ps *session) (any, error) {
		if ps.state == stateOpening {
			ps.state, ps.openingCash = stateOpened, amount(c.arg(1))
			ps.notes, _ = c.arg(2).(string)
			ps.start = s.now().UTC()
		}
		return noResult{}, nil
	})(c)
}

// openUI gives a config a session unless it has one, and the address of its page.
func (s *Server) openUI(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := c.id(0)
	if s.configs[id] == nil {
		return nil, missingError("Record does not exist or has been deleted.")
	}
	if s.openSession(id) == nil {
		s.createSession(id, c.user.id, stateOpening)
	}
	return record{"type": "ir.actions.act_url", "url": fmt.Sprintf("/pos/ui/%d?from_backend=True", id), "target": "self"}, nil
}

func (s *Server) closingData(c *call) (any, error) {
	return s.locked(func(c *call, ps *session) (any, error) {
		sums, counts, quantity := map[int]float64{}, map[int]int{}, 0
		total := 0.0
		for _, o := range s.orders {
			if o.Session != ps.id || o.State == "draft" {
				continue
			}
			quantity++
			total += o.Total
			for _, p := range o.Payments {
				sums[p.Method] += p.Amount
				counts[p.Method]++
			}
		}
		return record{
			"orders_details": record{"quantity": quantity, "amount": total},
			"opening_notes":  ps.notes,
			"default_cash_details": record{
				"name": "Cash", "amount": ps.openingCash + sums[1] + s.cash.sum(ps.id), "opening": ps.openingCash,
				"payment_amount": sums[1], "moves": s.cash.wire(ps.id, c.user.name), "id": 1,
			},
			"non_cash_payment_methods": []record{
				{"name": "Card", "amount": sums[2], "number": counts[2], "id": 2, "type": "bank"},
				{"name": "Customer Account", "amount": sums[3], "number": counts[3], "id": 3, "type": "pay_later"},
			},
			"is_manager": c.user.role == "manager", "amount_authorized_diff": nil,
		}, nil
	})(c)
}

// refusal says why a session cannot be closed (_cannot_close_session in
// pos_session.py), nil when it can. The caller holds s.mu.
func (s *Server) refusal(ps *session) record {
	for _, o := range s.orders {
		if o.Session == ps.id && o.State == "draft" {
			return record{
				"successful": false, "redirect": false,
				"message": "You cannot close the POS while there are still draft orders for the day.",
			}
		}
	}
	if ps.state == stateClosed {
		return record{
			"successful": false, "type": "alert", "title": "Session already closed",
			"message": "Another user has closed this session already.", "redirect": true,
		}
	}
	return nil
}

func (s *Server) closingStep(_ *call, ps *session) (any, error) {
	if refused := s.refusal(ps); refused != nil {
		return refused, nil
	}
	return record{"successful": true}, nil
}

func (s *Server) closingNote(c *call, ps *session) (any, error) {
	if ps.state == stateClosed {
		return nil, userError("This session is already closed.")
	}
	ps.state = stateClosing
	ps.notes, _ = c.arg(1).(string)
	return noResult{}, nil
}

func (s *Server) closeFromPage(c *call, ps *session) (any, error) {
	if refused := s.refusal(ps); refused != nil {
		return refused, nil
	}
	device, named := c.context()["device_identifier"]
	if !named {
		device = false
	}
	s.closeSession(ps, device)
	return record{"successful": true}, nil
}

// deleteOpening removes a session that nobody opened yet, which is what
// leaving the page from its log-in screen does. One that is gone is no error.
func (s *Server) deleteOpening(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ps := s.sessions[c.id(0)]; ps != nil {
		if ps.state != stateOpening || s.sells(ps) {
			return nil, userError("You can only cancel a session that is in opening control state and has no orders.")
		}
		delete(s.sessions, ps.id)
	}
	return record{"status": "success"}, nil
}

// sells says whether a session has orders. The caller holds s.mu.
func (s *Server) sells(ps *session) bool {
	for _, o := range s.orders {
		if o.Session == ps.id {
			return true
		}
	}
	return false
}

func (s *Server) sessionRecords(domain any) []record {
	var out []record
	for id := s.lastSession; id > 0; id-- {
		ps := s.sessions[id]
		if ps == nil {
			continue
		}
		r := ps.record(s.schema)
		r["display_name"] = ps.name()
		if matchesDomain(r.lookup(), domain) {
			out = append(out, r)
		}
	}
	return out
}

func (s *Server) countSessions(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sessionRecords(c.option(0, "domain"))), nil
}

func (s *Server) searchSessions(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := limit(s.sessionRecords(c.option(0, "domain")), c)
	return s.named("pos.session", read(found, texts(c.option(1, "fields"))), c), nil
}

func (s *Server) readSessions(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.sessionRecords([]any{[]any{"id", "in", idList(c.arg(0))}})
	return s.named("pos.session", read(found, texts(c.option(1, "fields"))), c), nil
}

func (s *Server) configRecords(c *call, domain any) []record {
	var out []record
	for id := 1; id <= len(s.configs); id++ {
		r := s.configRecord(s.configs[id], c.user, s.now().UTC().Format(sqlTime))
		if matchesDomain(r.lookup(), domain) {
			out = append(out, r)
		}
	}
	return out
}

func (s *Server) searchConfigs(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := limit(s.configRecords(c, c.option(0, "domain")), c)
	return s.named("pos.config", read(found, texts(c.option(1, "fields"))), c), nil
}

func (s *Server) readConfigs(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := idList(c.arg(0))
	found := s.configRecords(c, []any{[]any{"id", "in", ids}})
	if len(found) < len(ids) {
		return nil, missingError("Record does not exist or has been deleted.")
	}
	return s.named("pos.config", read(found, texts(c.option(1, "fields"))), c), nil
}

// limit applies the limit of a search_read.
func limit(records []record, c *call) []record {
	if n := number(c.option(3, "limit")); n > 0 && n < len(records) {
		return records[:n]
	}
	return records
}

// named turns ids of many2one fields into [id, name], as Odoo does unless the
// caller passes load: false.
func (s *Server) named(modelName string, records []record, c *call) []record {
	if load, given := c.KWArgs["load"]; given && load != "_classic_read" {
		return records
	}
	for _, f := range s.schema.byName[modelName].fields {
		if f.kind != "many2one" {
			continue
		}
		for _, r := range records {
			if id, ok := r[f.name].(int); ok && id > 0 {
				r[f.name] = []any{id, s.displayName(f.relation, id)}
			}
		}
	}
	return records
}

func (s *Server) displayName(modelName string, id int) string {
	switch modelName {
	case "pos.session":
		if ps := s.sessions[id]; ps != nil {
			return ps.name()
		}
	case "pos.config":
		if config := s.configs[id]; config != nil {
			return config.name
		}
	case "res.users":
		return s.userName(id)
	}
	for _, r := range s.schema.records[modelName] {
		if number(r["id"]) == id {
			return fmt.Sprint(r["name"])
		}
	}
	return fmt.Sprintf("%s,%d", modelName, id)
}

func idList(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}
