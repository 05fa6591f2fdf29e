package demo

import (
	"cmp"
	"fmt"
	"slices"
)

// Payment is one payment of an order.
type Payment struct {
	Method int     `json:"method"`
	Amount float64 `json:"amount"`
}

// Order is one order as the server holds it.
type Order struct {
	ID        int       `json:"id"`
	UUID      string    `json:"uuid"`
	Config    int       `json:"config"`
	Session   int       `json:"session"`
	Total     float64   `json:"total"`
	State     string    `json:"state"`
	Reference string    `json:"reference"`
	Lines     int       `json:"lines"`
	Received  int       `json:"received"` // how often a till sent it
	Payments  []Payment `json:"payments"`
}

// storedOrder is an order with its records in wire form.
type storedOrder struct {
	Order
	values          record
	lines, payments []record
}

// Orders is every order on the server, in the order of their arrival.
func (s *Server) Orders() []Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Order, 0, len(s.orders))
	for _, o := range s.orders {
		out = append(out, o.Order)
	}
	slices.SortFunc(out, func(a, b Order) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// storeOrder creates or updates one order of sync_from_ui. The uuid decides:
// an order that comes again is the same order. The caller holds s.mu.
func (s *Server) storeOrder(values record, user int) (*storedOrder, error) {
	uuid, _ := values["uuid"].(string)
	if uuid == "" {
		return nil, userError("an order has no uuid")
	}
	ps := s.sessions[number(values["session_id"])]
	if ps == nil {
		return nil, userError("the order's session does not exist")
	}
	o := s.orders[uuid]
	if o != nil {
		o.Received++
		if o.State != "draft" {
			return o, nil
		}
	} else {
		s.lastOrder++
		o = &storedOrder{Order: Order{ID: s.lastOrder, UUID: uuid, Received: 1}}
		o.values = record{"id": o.ID, "create_uid": user, "create_date": s.now().UTC().Format(sqlTime)}
	}
	// sales of a closed register move to the one that is open now
	if ps.state == stateClosed || ps.state == stateClosing {
		if ps = s.openSession(ps.config); ps == nil || ps.state == stateClosing {
			return nil, userError("no open session available: please open a new session to capture the order")
		}
	}
	s.orders[uuid] = o
	s.fillOrder(o, values, ps)
	return o, nil
}

func (s *Server) fillOrder(o *storedOrder, values record, ps *session) {
	config := s.configs[ps.config]
	for k, v := range values {
		if k != "lines" && k != "payment_ids" {
			o.values[k] = v
		}
	}
	now := s.now().UTC().Format(sqlTime)
	reference, _ := values["pos_reference"].(string)
	name := "/" // until it is paid: write() in pos_order.py
	if values["state"] != "draft" {
		name = fmt.Sprintf("%s - %06d", config.name, o.ID)
	}
	for k, v := range (record{
		"display_name": name, "name": name, "session_id": ps.id, "config_id": ps.config, "company_id": 1,
		"currency_id": 1, "currency_rate": 1.0, "country_code": "US", "sequence_number": o.ID,
		"write_uid": o.values["create_uid"], "write_date": now, "source": "pos", "picking_type_id": 1,
		"access_url": "#", "available_payment_method_ids": []int{1, 2, 3}, "is_total_cost_computed": true,
		"has_refundable_lines": true, "invoice_status": "to_invoice", "sale_journal": 1, "email": "",
	}) {
		o.values[k] = v
	}
	applyCommands(&o.lines, values["lines"], &s.lastLine)
	applyCommands(&o.payments, values["payment_ids"], &s.lastPayment)
	o.Config, o.Session, o.Reference, o.Lines = ps.config, ps.id, reference, len(o.lines)
	o.Total = amount(values["amount_total"])
	o.State, _ = values["state"].(string)
	o.Payments = nil
	for _, p := range o.payments {
		p["pos_order_id"], p["currency_id"], p["session_id"] = o.ID, 1, ps.id
		p["display_name"] = fmt.Sprintf("$ %.2f", amount(p["amount"]))
		o.Payments = append(o.Payments, Payment{Method: number(p["payment_method_id"]), Amount: amount(p["amount"])})
	}
	for _, l := range o.lines {
		l["order_id"], l["write_date"] = o.ID, now
	}
	o.values["lines"], o.values["payment_ids"] = ids(o.lines), ids(o.payments)
}

// applyCommands carries out Odoo's commands for a one2many field: [0, 0,
// values] creates, [1, id, values] updates, [2, id] and [3, id] remove.
func applyCommands(records *[]record, commands any, last *int) {
	list, _ := commands.([]any)
	for _, c := range list {
		command, _ := c.([]any)
		if len(command) < 2 {
			continue
		}
		id := number(command[1])
		switch number(command[0]) {
		case 0:
			*last++
			values, _ := command[2].(map[string]any)
			values["id"] = *last
			*records = append(*records, values)
		case 1:
			values, _ := command[2].(map[string]any)
			for _, r := range *records {
				if r["id"] == id {
					for k, v := range values {
						r[k] = v
					}
				}
			}
		case 2, 3:
			*records = slices.DeleteFunc(*records, func(r record) bool { return r["id"] == id })
		}
	}
}

// ordersAnswer is what sync_from_ui, read_pos_orders and
// read_config_open_orders send for orders.
func (s *Server) ordersAnswer(orders []*storedOrder) record {
	out := record{
		"pos.order": []record{}, "pos.session": []record{}, "pos.payment": []record{},
		"pos.order.line": []record{}, "pos.pack.operation.lot": []record{},
		"product.attribute.custom.value": []record{}, "account.move": []record{},
	}
	add := func(model string, r record) {
		out[model] = append(out[model].([]record), s.schema.fill(model, r))
	}
	for _, o := range orders {
		add("pos.order", o.values)
		for _, l := range o.lines {
			add("pos.order.line", l)
		}
		for _, p := range o.payments {
			add("pos.payment", p)
		}
	}
	return out
}

func ids(records []record) []any {
	out := []any{}
	for _, r := range records {
		out = append(out, r["id"])
	}
	return out
}

// number reads a number of a JSON document as an int; anything else is 0.
func number(v any) int { return int(amount(v)) }

func amount(v any) float64 {
	switch n := v.(type) {
	case float64:
		return n
	case int:
		return float64(n)
	}
	return 0
}
