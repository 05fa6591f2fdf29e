package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// line is a command that creates an order line.
func line(uuid string, qty float64, more record) []any {
	values := record{"product_id": 5, "qty": qty, "uuid": uuid}
	for k, v := range more {
		values[k] = v
	}
	return []any{0, 0, values}
}

// sale is an order of one unit of 12.50 for each line, paid in cash or a draft.
func sale(uuid, state string, total float64, lines ...any) record {
	o := record{
		"uuid": uuid, "session_id": 1, "user_id": 2, "state": state, "amount_total": total, "name": "/",
		"pos_reference": "261-1-000007", "lines": lines, "payment_ids": []any{},
	}
	if state == "paid" {
		o["payment_ids"] = []any{[]any{0, 0, record{"amount": total, "payment_method_id": 1, "uuid": uuid + "-p"}}}
	}
	return o
}

type synced map[string][]record

// sync sends one order; the error is the server's.
func (c *client) sync(o record) (synced, error) {
	c.t.Helper()
	var out synced
	err := c.callKW("pos.order", "sync_from_ui", &out, record{}, []any{o})
	return out, err
}

func (c *client) mustSync(o record) synced {
	c.t.Helper()
	out, err := c.sync(o)
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// refusedWith fails unless the server refused with those words, and changed nothing.
func (c *client) refusedWith(words string, o record) {
	c.t.Helper()
	before, _ := json.Marshal(c.s.Orders())
	_, err := c.sync(o)
	if err == nil || !strings.Contains(err.Error(), words) {
		c.t.Errorf("%v: the server said %v, want %q", o["uuid"], err, words)
	}
	if after, _ := json.Marshal(c.s.Orders()); !bytes.Equal(after, before) {
		c.t.Errorf("a refused call changed the orders from\n%s\nto\n%s", before, after)
	}
}

// onEach runs a test on each build of Odoo.
func onEach(t *testing.T, f func(t *testing.T, odoo string, c *client)) {
	for _, odoo := range Odoos() {
		t.Run(odoo, func(t *testing.T) { f(t, odoo, loggedIn(t, start(t, Options{Odoo: odoo}), "admin")) })
	}
}

// A draft whose answer was lost is sent again with its line as a new one.
func TestLineThatTheServerHas(t *testing.T) {
	onEach(t, func(t *testing.T, odoo string, c *client) {
		c.mustSync(sale("draft", "draft", 12.5, line("l1", 1, nil)))
		again := sale("draft", "paid", 12.5, line("l1", 1, nil))
		if odoo == Odoo19 {
			c.refusedWith("An order line with this uuid already exists", again)
		} else if got := c.mustSync(again); len(got["pos.order.line"]) != 1 || got["pos.order"][0]["state"] != "paid" {
			t.Errorf("June answered %v", got)
		}
		c.refusedWith("An order line with this uuid already exists", sale("other", "draft", 12.5, line("l1", 1, nil)))
	})
}

func TestRemovalOfWhatIsGone(t *testing.T) {
	onEach(t, func(t *testing.T, _ string, c *client) {
		first := c.mustSync(sale("draft", "draft", 25, line("l1", 1, nil), line("l2", 1, nil)))
		id := first["pos.order.line"][0]["id"]
		if left := c.mustSync(sale("draft", "draft", 12.5, []any{3, id})); len(left["pos.order.line"]) != 1 {
			t.Errorf("%v is left of two lines", left["pos.order.line"])
		}
		for _, command := range [][]any{{2, id}, {3, id}, {1, id, record{"qty": 2}}} {
			c.refusedWith("Record does not exist or has been deleted.\n(Record: pos.order.line(1,), User: 2)", sale("draft", "paid", 12.5, command))
		}
	})
}

func TestSaleThatCannotBe(t *testing.T) {
	onEach(t, func(t *testing.T, _ string, c *client) {
		short := sale("short", "paid", 12.5, line("l1", 1, nil))
		short["amount_total"] = 13.0
		c.refusedWith("is not fully paid", short)
		c.s.DeleteProduct(5)
		c.refusedWith("Thanks to the following constraint: 'Product'", sale("gone", "paid", 12.5, line("l2", 1, nil)))
		nowhere := sale("nowhere", "paid", 12.5)
		nowhere["session_id"] = 99
		c.refusedWith("pos.session(99,)", nowhere)
	})
}

func TestPaidOrderStaysPaid(t *testing.T) {
	onEach(t, func(t *testing.T, _ string, c *client) {
		c.mustSync(sale("sale", "paid", 12.5, line("l1", 1, nil)))
		if got := c.mustSync(sale("sale", "draft", 99, line("l9", 1, nil))); got["pos.order"][0]["state"] != "paid" || c.s.Orders()[0].Total != 12.5 {
			t.Errorf("the server made %v of it", got)
		}
		var cancelled synced
		c.call("pos.order", "action_pos_order_cancel", &cancelled, []any{1})
		if len(cancelled["pos.order"]) != 0 || c.s.Orders()[0].State != "paid" {
			t.Error("a paid order was cancelled")
		}
	})
}

func TestRefund(t *testing.T) {
	onEach(t, func(t *testing.T, _ string, c *client) {
		id := c.mustSync(sale("sale", "paid", 12.5, line("l1", 1, nil)))["pos.order.line"][0]["id"]
		got := c.mustSync(sale("back", "paid", -12.5, line("l2", -1, record{"refunded_orderline_id": id})))
		if len(got["pos.order"]) != 2 || got["pos.order.line"][0]["refunded_qty"] != 1.0 {
			t.Errorf("the answer has %d orders, the first line %v", len(got["pos.order"]), got["pos.order.line"][0])
		}
		other := c.mustSync(sale("sale2", "paid", 12.5, line("l3", 1, nil)))["pos.order.line"][0]["id"]
		c.refusedWith("from the same order", sale("mixed", "paid", -25,
			line("l4", -1, record{"refunded_orderline_id": id}), line("l5", -1, record{"refunded_orderline_id": other})))
	})
}

func TestChangeIsAPayment(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	o := sale("sale", "paid", 12.5, line("l1", 1, nil))
	o["payment_ids"] = []any{[]any{0, 0, record{"amount": 20.0, "payment_method_id": 1, "uuid": "p"}}}
	o["amount_return"] = -7.5
	c.mustSync(o)
	if p := c.s.Orders()[0].Payments; len(p) != 2 || p[1].Amount != -7.5 {
		t.Errorf("the payments are %v", p)
	}
}

// unanswered makes a call whose answer must be lost.
func (c *client) unanswered(model, method string, args ...any) {
	c.t.Helper()
	body, err := json.Marshal(record{"id": 7, "params": record{"model": model, "method": method, "args": args, "kwargs": record{}}})
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.http.Post(c.s.URL()+"/web/dataset/call_kw/"+model+"/"+method, "application/json", bytes.NewReader(body))
	if err != nil {
		return
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); err == nil {
		c.t.Errorf("%s.%s was answered %q", model, method, got)
	}
}

// A cash move whose answer was lost is in the book; sent again it is there twice.
func TestLostAnswerOfACashMove(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	move := []any{[]int{1}, "out", 2.5, "milk", 3, record{}}
	c.s.LoseAnswers("pos.session.try_cash_in_out", 1)
	c.unanswered("pos.session", "try_cash_in_out", move...)
	if moves := c.s.CashMoves(); len(moves) != 1 || moves[0].Amount != -2.5 || c.s.LostAnswers("pos.session.try_cash_in_out") != 1 {
		t.Fatalf("the book has %v", moves)
	}
	c.call("pos.session", "try_cash_in_out", nil, move...)
	var list []record
	c.call("pos.session", "get_cash_in_out_list", &list, 1)
	var closing struct {
		Cash struct{ Amount float64 } `json:"default_cash_details"`
	}
	c.call("pos.session", "get_closing_control_data", &closing, []int{1})
	if len(list) != 2 || list[1]["name"] != "POS/00001-out-milk" || closing.Cash.Amount != -5 {
		t.Errorf("the list is %v, the drawer has %v", list, closing.Cash.Amount)
	}
	cashier := loggedIn(t, c.s, "cashier")
	if err := cashier.callKW("pos.session", "try_cash_in_out", nil, record{}, move...); err == nil {
		t.Error("a cashier without the right took money out")
	}
}

// An order's points are confirmed by a call of their own; twice is twice.
func TestPointsCountTwice(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	c.mustSync(sale("sale", "paid", 12.5, line("l1", 1, nil)))
	card := c.s.AddCard(3)
	points := []any{1, record{"1": record{"points": 12.5, "program_id": 1}}}
	c.s.LoseAnswers("pos.order.confirm_coupon_programs", 1)
	c.unanswered("pos.order", "confirm_coupon_programs", points...)
	c.call("pos.order", "confirm_coupon_programs", nil, points...)
	var history int
	c.call("loyalty.history", "search_count", &history, []any{[]any{"order_id", "=", 1}, []any{"order_model", "=", "pos.order"}})
	if history != 2 {
		t.Errorf("the history has %d entries", history)
	}
	if got := c.s.Cards()[0]; got.ID != card || got.Points != 25 || len(got.History) != 2 {
		t.Errorf("the card is %+v", got)
	}
}

func TestKeptShopForgetsItsMoney(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	c.s.AddCard(3)
	c.s.Keep()
	c.mustSync(sale("sale", "paid", 12.5, line("l1", 1, nil)))
	c.call("pos.order", "confirm_coupon_programs", nil, 1, record{"1": record{"points": 12.5}})
	c.call("pos.session", "try_cash_in_out", nil, []int{1}, "in", 2.5, "change", 3, record{})
	if err := c.s.Renew(); err != nil {
		t.Fatal(err)
	}
	if len(c.s.Orders()) != 0 || len(c.s.CashMoves()) != 0 || c.s.Cards()[0].Points != 0 {
		t.Errorf("it has %v, %v and %v", c.s.Orders(), c.s.CashMoves(), c.s.Cards())
	}
}

func TestTipOnAPaidOrder(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	c.mustSync(sale("sale", "paid", 12.5, line("l1", 1, nil)))
	var tip []int
	c.call("pos.order.line", "create", &tip, []any{record{"order_id": 1, "product_id": 1, "qty": 1, "uuid": "tip"}})
	c.call("pos.order", "write", nil, []int{1}, record{"is_tipped": true, "tip_amount": 2})
	if err := c.callKW("pos.order", "write", nil, record{}, []int{9}, record{"is_tipped": true}); err == nil {
		t.Error("an order that is gone was tipped")
	}
	if o := c.s.Orders()[0]; len(tip) != 1 || o.Lines != 2 || o.State != "paid" {
		t.Errorf("the tip is line %v of %+v", tip, o)
	}
}

func TestSettingsChange(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	read := func() string {
		var config []record
		c.call("pos.config", "read", &config, []int{1}, []string{"last_data_change"})
		return config[0]["last_data_change"].(string)
	}
	before := read()
	if res, _ := c.post("/demo/control/change-settings"); res != http.StatusOK || read() <= before {
		t.Errorf("status %d, the date went from %s to %s", res, before, read())
	}
}

func (c *client) post(path string) (int, string) {
	c.t.Helper()
	r, err := http.NewRequest(http.MethodPost, c.s.URL()+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	res, body := c.do(r)
	return res.StatusCode, body
}

// What another till changed since is read, and what it cancelled is gone.
func TestOpenOrdersByDomain(t *testing.T) {
	onEach(t, func(t *testing.T, odoo string, c *client) {
		first := c.mustSync(sale("table", "draft", 12.5, line("l1", 1, nil)))["pos.order"][0]
		ask := func(date string, ids ...any) (answer struct {
			Records synced           `json:"dynamic_records"`
			Gone    map[string][]int `json:"deleted_record_ids"`
		}, err error) {
			domain := []any{"&", []any{"id", "=", first["id"]}, []any{"write_date", ">=", date}}
			err = c.callKW("pos.config", "read_config_open_orders", &answer, record{}, 1,
				record{"pos.order": domain}, record{"pos.order": ids})
			return answer, err
		}
		if got, err := ask("2000-01-01 00:00:00"); err != nil || len(got.Records["pos.order"]) != 1 {
			t.Errorf("%v, %v", got, err)
		}
		if got, err := ask("2999-01-01 00:00:00"); err != nil || len(got.Records["pos.order"]) != 0 {
			t.Errorf("%v, %v", got, err)
		}
		c.call("pos.order", "action_pos_order_cancel", nil, []any{first["id"]})
		if got, err := ask("2999-01-01 00:00:00", first["id"]); err != nil || len(got.Gone["pos.order"]) != 1 {
			t.Errorf("%v, %v", got, err)
		}
		got, err := ask("2999-01-01 00:00:00", 99)
		if odoo == Odoo19 && err == nil || odoo == Odoo19June && len(got.Gone["pos.order"]) != 1 {
			t.Errorf("an order that is gone: %v, %v", got, err)
		}
	})
}
