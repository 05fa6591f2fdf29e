package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// orderSync is one sync_from_ui: the server has all of what it changes, or, as
// a transaction that fails, none of it.
type orderSync struct {
	s       *Server
	user    int
	current string // uuid of the order on the till's screen, "" when the till does not say
	staged  map[string]*storedOrder
	answer  []*storedOrder
}

// syncFromUI stores the orders of a till. A uuid that came before is the same
// order, so a till may send again what it is not sure about; what it sends
// again of the order's lines is another matter.
func (s *Server) syncFromUI(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	current, _ := c.context()["current_order_uuid"].(string)
	y := &orderSync{s: s, user: c.user.id, current: current, staged: map[string]*storedOrder{}}
	list, _ := c.arg(0).([]any)
	for _, item := range list {
		values, ok := item.(map[string]any)
		if !ok {
			return nil, userError("an order is no object")
		}
		if err := y.store(values); err != nil {
			return nil, err
		}
	}
	maps.Copy(s.orders, y.staged)
	for _, o := range y.staged {
		s.notifyChanged(c, o.Config)
	}
	return s.ordersAnswer(y.answer), nil
}

// store creates or updates one order.
func (y *orderSync) store(values record) error {
	uuid, _ := values["uuid"].(string)
	if uuid == "" {
		return userError("an order has no uuid")
	}
	if err := y.refunds(values["lines"]); err != nil {
		return err
	}
	o := y.bill(uuid, values)
	if o.State != "" && o.State != "draft" { // paid before: whatever the till says is ignored
		o.Received++
		y.keep(o)
		return nil
	}
	ps, err := y.session(number(values["session_id"]))
	if err != nil {
		return err
	}
	if err := y.fill(o, values, ps); err != nil {
		return err
	}
	o.Received++
	y.keep(o)
	return nil
}

// bill is the order that the values are for: what comes as a draft for a table goes
// onto the table's open bill (_get_open_order in pos_restaurant/models/pos_order.py).
func (y *orderSync) bill(uuid string, values record) *storedOrder {
	table := number(values["table_id"])
	if table > 0 && values["state"] == "draft" && y.s.orders[uuid] == nil {
		for _, o := range y.s.orders {
			if o.State == "draft" && number(o.values["table_id"]) == table {
				delete(values, "uuid")
				return o.clone()
			}
		}
	}
	return y.order(uuid)
}

// order is a copy of the order of that uuid, or a new one.
func (y *orderSync) order(uuid string) *storedOrder {
	if o := y.staged[uuid]; o != nil {
		return o
	}
	if o := y.s.orders[uuid]; o != nil {
		return o.clone()
	}
	y.s.lastOrder++ // as a sequence of PostgreSQL, not given back when the call fails
	o := &storedOrder{Order: Order{ID: y.s.lastOrder, UUID: uuid}}
	o.values = record{"id": o.ID, "create_uid": y.user, "create_date": y.s.now().UTC().Format(sqlTime)}
	return o
}

func (y *orderSync) keep(o *storedOrder) {
	y.staged[o.UUID] = o
	y.answer = append(y.answer, o)
}

// refunds finds whose lines are given back: all of one order, which the answer
// then brings along.
func (y *orderSync) refunds(commands any) error {
	var refunded *storedOrder
	list, _ := commands.([]any)
	for _, item := range list {
		command, _ := item.([]any)
		if len(command) < 3 {
			continue
		}
		values, _ := command[2].(map[string]any)
		id := number(values["refunded_orderline_id"])
		if id == 0 {
			continue
		}
		o := y.s.orderOfLine(id)
		switch {
		case o == nil:
			return y.missing("pos.order.line", id)
		case refunded != nil && refunded.ID != o.ID:
			return &rpcError{0, "Odoo Server Error", "odoo.exceptions.ValidationError", "You can only refund products from the same order."}
		}
		refunded = o
	}
	if refunded != nil {
		y.answer = append(y.answer, refunded)
	}
	return nil
}

// session is where a sale belongs: those of a closed register move to the one
// that is open now (_get_valid_session in pos_order.py).
func (y *orderSync) session(id int) (*session, error) {
	ps := y.s.sessions[id]
	if ps == nil {
		return nil, y.missing("pos.session", id)
	}
	if ps.state != stateClosed && ps.state != stateClosing {
		return ps, nil
	}
	open := y.s.openSession(ps.config)
	if open == nil || open.state == stateClosing || y.s.o.Odoo == Odoo19June && open.state != stateOpened {
		return nil, userError("No open session available. Please open a new session to capture the order.")
	}
	return open, nil
}

func (y *orderSync) fill(o *storedOrder, values record, ps *session) error {
	lines, payments := values["lines"], values["payment_ids"]
	for k, v := range values {
		if k != "lines" && k != "payment_ids" {
			o.values[k] = v
		}
	}
	if y.current == o.UUID { // June: the server's clock counts for the order on the screen
		o.values["date_order"] = y.s.now().UTC().Format(sqlTime)
	}
	o.State, _ = values["state"].(string)
	if err := y.apply(o, "pos.order.line", &o.lines, lines); err != nil {
		return err
	}
	if err := y.apply(o, "pos.payment", &o.payments, payments); err != nil {
		return err
	}
	if o.State != "draft" {
		y.giveChange(o, amount(values["amount_return"]))
	}
	o.Config, o.Session = ps.config, ps.id
	o.complete(y.s)
	if paid := amount(o.values["amount_paid"]); o.State == "paid" && (o.Total-paid > 0.005 || paid-o.Total > 0.005) {
		return userError("Order / is not fully paid.")
	}
	return nil
}

// giveChange notes what the customer got back, a payment of its own.
func (y *orderSync) giveChange(o *storedOrder, change float64) {
	if change == 0 {
		return
	}
	y.s.lastPayment++
	o.payments = append(o.payments, record{
		"id": y.s.lastPayment, "uuid": newUUID(), "name": "return", "amount": change, "payment_method_id": 1, "is_change": true,
		"payment_date": y.s.now().UTC().Format(sqlTime), "ticket": "",
	})
}

// apply carries out Odoo's commands for a one2many field: [0, 0, values]
// creates, [1, id, values] updates, [2, id] and [3, id] remove. What is named
// must be there; what is created must not.
func (y *orderSync) apply(o *storedOrder, model string, records *[]record, commands any) error {
	list, _ := commands.([]any)
	for _, c := range list {
		command, _ := c.([]any)
		if len(command) < 2 {
			continue
		}
		id := number(command[1])
		values := record{}
		if len(command) > 2 {
			values, _ = command[2].(map[string]any)
		}
		at := slices.IndexFunc(*records, func(r record) bool { return r["id"] == id })
		kind := number(command[0])
		if kind == 0 {
			if err := y.create(o, model, records, values); err != nil {
				return err
			}
			continue
		}
		if at < 0 {
			return y.missing(model, id)
		}
		switch kind {
		case 1:
			maps.Copy((*records)[at], values)
		case 2, 3:
			*records = slices.Delete(*records, at, at+1)
		}
	}
	return nil
}

// create adds a record. Its uuid is the till's, and unique: February's server
// refuses one that it has; June's takes it for an update when it is a line or
// payment of this very order, which was on the server before.
func (y *orderSync) create(o *storedOrder, model string, records *[]record, values record) error {
	uuid, _ := values["uuid"].(string)
	if uuid != "" && y.taken(o, model, uuid) {
		at := slices.IndexFunc(*records, func(r record) bool { return r["uuid"] == uuid })
		if at < 0 || y.s.o.Odoo != Odoo19June {
			return duplicate(model)
		}
		maps.Copy((*records)[at], values)
		return nil
	}
	if err := y.product(model, values); err != nil {
		return err
	}
	if bringsOthers(values) {
		return &rpcError{0, "Odoo Server Error", "psycopg2.errors.NotNullViolation",
			`null value in column "order_id" of relation "pos_order_line" violates not-null constraint`}
	}
	last := &y.s.lastLine
	if model == "pos.payment" {
		last = &y.s.lastPayment
	}
	*last++
	created := maps.Clone(values)
	created["id"] = *last
	*records = append(*records, created)
	return nil
}

// bringsOthers says whether a line creates lines that refund it, which then are of no
// order.
func bringsOthers(values record) bool {
	refunds, _ := values["refund_orderline_ids"].([]any)
	return slices.ContainsFunc(refunds, func(c any) bool {
		command, _ := c.([]any)
		return len(command) > 0 && number(command[0]) == 0
	})
}

// taken says whether the server has a line or payment of that uuid: of this
// order as it is by now, or of another one.
func (y *orderSync) taken(of *storedOrder, model, uuid string) bool {
	has := func(o *storedOrder) bool {
		return slices.ContainsFunc(o.children(model), func(r record) bool { return r["uuid"] == uuid })
	}
	if has(of) {
		return true
	}
	for _, o := range y.s.orders {
		if staged := y.staged[o.UUID]; staged != nil {
			o = staged
		}
		if o.UUID != of.UUID && has(o) {
			return true
		}
	}
	return false
}

// product refuses a line of a product that is gone, in the database's own words.
func (y *orderSync) product(model string, values record) error {
	if model != "pos.order.line" || !y.s.goneProducts[number(values["product_id"])] {
		return nil
	}
	return &rpcError{0, "Odoo Server Error", "odoo.exceptions.ValidationError",
		"The operation cannot be completed: Another model is using the record you are trying to delete.\n\n" +
			"The troublemaker is: 'Point of Sale Order Lines' (pos.order.line)\n" +
			"Thanks to the following constraint: 'Product' (product_id)\nHow about archiving the record instead?"}
}

func duplicate(model string) error {
	what := map[string]string{"pos.order.line": "An order line", "pos.payment": "A payment"}[model]
	return &rpcError{
		0, "Odoo Server Error", "odoo.exceptions.ValidationError",
		"The operation cannot be completed: " + what + " with this uuid already exists",
	}
}

func (y *orderSync) missing(model string, id int) error { return missingRecord(model, id, y.user) }

// missingRecord is Odoo's error for a record that is gone.
func missingRecord(model string, id, user int) error {
	return missingError(fmt.Sprintf("Record does not exist or has been deleted.\n(Record: %s(%d,), User: %d)", model, id, user))
}

// newUUID is a random uuid (RFC 9562, version 4).
func newUUID() string {
	t := randomToken(16)
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", t[:8], t[8:12], t[13:16], t[17:20], t[20:])
}

// lastPart is the number at the end of a receipt's reference.
func lastPart(reference string) string { return reference[strings.LastIndex(reference, "-")+1:] }
