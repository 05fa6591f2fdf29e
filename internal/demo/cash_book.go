package demo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// CashMove is money that was put into a drawer or taken out of it.
type CashMove struct {
	ID      int       `json:"id"`
	Session int       `json:"session"`
	Name    string    `json:"name"`
	Amount  float64   `json:"amount"` // below zero what was taken out
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
}

// cashBook is all cash moves, by POS session. The server takes each call for
// one of its own: a call that comes twice is two moves, as in Odoo.
type cashBook struct {
	moves map[int][]CashMove
	last  int
}

func (b cashBook) clone() cashBook {
	b.moves = maps.Clone(b.moves)
	for id, moves := range b.moves {
		b.moves[id] = slices.Clone(moves)
	}
	return b
}

func (b *cashBook) add(ps *session, kind string, sum float64, reason string, at time.Time) {
	if kind != "in" {
		sum = -sum
	}
	if b.moves == nil {
		b.moves = map[int][]CashMove{}
	}
	b.last++
	name := fmt.Sprintf("%s-%s-%s", ps.name(), kind, reason) // _prepare_account_bank_statement_line_vals
	b.moves[ps.id] = append(b.moves[ps.id], CashMove{ID: b.last, Session: ps.id, Name: name, Amount: sum, Reason: reason, At: at})
}

func (b *cashBook) remove(session, id int) bool {
	moves := b.moves[session]
	at := slices.IndexFunc(moves, func(m CashMove) bool { return m.ID == id })
	if at < 0 {
		return false
	}
	b.moves[session] = slices.Delete(moves, at, at+1)
	return true
}

// wire is the moves of a session as Odoo lists them.
func (b *cashBook) wire(session int, cashier string) []record {
	out := []record{}
	for _, m := range b.moves[session] {
		r := record{"name": m.Name, "amount": m.Amount, "id": m.ID, "date": m.At.UTC().Format(sqlTime)}
		if cashier != "" {
			r["cashier_name"] = cashier
		}
		out = append(out, r)
	}
	return out
}

func (b *cashBook) sum(session int) float64 {
	total := 0.0
	for _, m := range b.moves[session] {
		total += m.Amount
	}
	return total
}

// CashMoves is every cash move on the server, in the order of their arrival.
func (s *Server) CashMoves() []CashMove {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []CashMove{}
	for _, moves := range s.cash.moves {
		out = append(out, moves...)
	}
	slices.SortFunc(out, func(a, b CashMove) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// cashCalls answers what a till does with its drawer.
func (s *Server) cashCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"pos.session.try_cash_in_out":      s.locked(s.cashInOut),
		"pos.session.get_cash_in_out_list": s.locked(s.listCashMoves),
		"pos.session.delete_cash_in_out":   s.locked(s.deleteCashMove),
		"pos.session.poswarm_made":         s.listMade,
	}
}

func (s *Server) cashInOut(c *call, ps *session) (any, error) {
	if c.user.role != "manager" {
		return nil, accessError("You don't have the access rights to perform a cash in/out.")
	}
	kind, _ := c.arg(1).(string)
	reason, _ := c.arg(3).(string)
	s.cash.add(ps, kind, amount(c.arg(2)), reason, s.now())
	return noResult{}, nil
}

func (s *Server) listCashMoves(c *call, ps *session) (any, error) {
	return s.cash.wire(ps.id, c.user.name), nil
}

func (s *Server) deleteCashMove(c *call, ps *session) (any, error) {
	if s.o.Odoo == Odoo19 || c.user.role != "manager" { // February asks for an accountant
		return nil, accessError("You don't have the access rights to delete a cash in/out.")
	}
	if !s.cash.remove(ps.id, number(c.arg(1))) {
		return nil, accessError("You cannot delete a cash move that is not linked to this session.")
	}
	return noResult{}, nil
}
