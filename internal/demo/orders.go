package demo

import (
	"cmp"
	"fmt"
	"maps"
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
	User      int       `json:"user"`     // who sold, as the till says
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

// clone shares nothing with o that is ever written to.
func (o *storedOrder) clone() *storedOrder {
	c := *o
	c.values = maps.Clone(o.values)
	c.lines, c.payments = cloneRecords(o.lines), cloneRecords(o.payments)
	c.Payments = slices.Clone(o.Payments)
	return &c
}

// children are the records of an order of that model.
func (o *storedOrder) children(model string) []record {
	if model == "pos.payment" {
		return o.payments
	}
	return o.lines
}

// complete works out what an order's own records say of it.
func (o *storedOrder) complete(s *Server) {
	o.Reference, _ = o.values["pos_reference"].(string)
	o.Total, o.Lines, o.User = amount(o.values["amount_total"]), len(o.lines), number(o.values["user_id"])
	now := s.now().UTC().Format(sqlTime)
	name := "/" // until it is paid: write() in pos_order.py
	if o.State != "draft" {
		name = s.configs[o.Config].name + " - " + lastPart(o.Reference)
		if o.values["is_refund"] == true {
			name += " REFUND"
		}
	}
	for k, v := range (record{
		"display_name": name, "name": name, "state": o.State, "session_id": o.Session, "config_id": o.Config, "company_id": 1,
		"currency_id": 1, "currency_rate": 1.0, "country_code": "US", "sequence_number": o.ID,
		"write_uid": o.values["create_uid"], "write_date": now, "source": "pos", "picking_type_id": 1,
		"access_url": "#", "available_payment_method_ids": []int{1, 2, 3}, "is_total_cost_computed": true,
		"has_refundable_lines": true, "invoice_status": "to_invoice", "sale_journal": 1, "email": "",
	}) {
		o.values[k] = v
	}
	paid := 0.0
	o.Payments = nil
	for _, p := range o.payments {
		p["pos_order_id"], p["currency_id"], p["session_id"] = o.ID, 1, o.Session
		p["display_name"] = fmt.Sprintf("$ %.2f", amount(p["amount"]))
		paid += amount(p["amount"])
		o.Payments = append(o.Payments, Payment{Method: number(p["payment_method_id"]), Amount: amount(p["amount"])})
	}
	for _, l := range o.lines {
		l["order_id"], l["write_date"] = o.ID, now
	}
	o.values["amount_paid"] = paid // what the till says is not trusted
	o.values["lines"], o.values["payment_ids"] = ids(o.lines), ids(o.payments)
}

// orderOfLine is the order that has a line. The caller holds s.mu.
func (s *Server) orderOfLine(id int) *storedOrder {
	for _, o := range s.orders {
		if slices.ContainsFunc(o.lines, func(l record) bool { return l["id"] == id }) {
			return o
		}
	}
	return nil
}

// refunded is how many of each line other orders gave back. The caller holds s.mu.
func (s *Server) refunded() map[int]float64 {
	out := map[int]float64{}
	for _, o := range s.orders {
		for _, l := range o.lines {
			if id := number(l["refunded_orderline_id"]); id > 0 && o.State != "draft" && o.State != "cancel" {
				out[id] -= amount(l["qty"])
			}
		}
	}
	return out
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
	refunded := s.refunded()
	for _, o := range orders {
		add("pos.order", o.values)
		for _, l := range o.lines {
			l["refunded_qty"] = refunded[number(l["id"])]
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
