package soak

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"poswarm/internal/odoo"
)

// receipt is what a customer was given: the till's word.
type receipt struct {
	UUID      string
	Reference string
	Total     float64
	Payments  []float64
	Pieces    []float64 // of each line
	User      int
	Refunds   string // the uuid of the sale that is brought back, "" for none
}

// cashMove is one that the cashier was told went well.
type cashMove struct {
	Reason string
	Amount float64 // below zero what was taken out
}

// entry is an order in the server's books.
type entry struct {
	odoo.Order
	User     named     `json:"user_id"`
	Payments []int     `json:"payment_ids"`
	Pieces   []float64 `json:"-"` // of each line, as far as asked for
	Refunds  []string  `json:"-"` // the uuid of the order that each line brings back, of those that do
}

// named is a many2one as search_read gives it: [id, name], or false; the demo
// gives the id.
type named int

// UnmarshalJSON takes the id.
func (n *named) UnmarshalJSON(text []byte) error {
	*n = 0
	_, _ = fmt.Sscanf(strings.TrimLeft(string(text), "["), "%d", (*int)(n)) // false is nobody
	return nil
}

// books asks the server past everything that lies between it and the tills.
type books struct {
	server *odoo.Client
	config int
	after  int // the last order before the tills came
	// told are orders that something was found wrong with already.
	told map[string]bool
}

// tell notes that what is in the books now is known.
func (b *books) tell(orders []entry) {
	for _, o := range orders {
		if isPaid(o) {
			b.told[o.UUID] = true
		}
	}
}

func openBooks(ctx context.Context, shop *Shop) (*books, error) {
	b := &books{server: odoo.New(shop.URL, nil), config: shop.Config, told: map[string]bool{}}
	if _, err := b.server.LogIn(ctx, shop.Database, shop.Login, shop.Password); err != nil {
		return nil, fmt.Errorf("opening the books: %w", err)
	}
	var last []struct{ ID int }
	if err := b.server.Call(ctx, "pos.order", "search_read", []any{[]any{}, []string{"id"}}, nil, &last); err != nil {
		return nil, fmt.Errorf("opening the books: %w", err)
	}
	for _, one := range last {
		b.after = max(b.after, one.ID)
	}
	return b, nil
}

// orders are all of the shop since the books were opened.
func (b *books) orders(ctx context.Context) ([]entry, error) {
	var out []entry
	domain := []any{[]any{"id", ">", b.after}, []any{"config_id", "=", b.config}}
	fields := []string{"uuid", "pos_reference", "amount_total", "amount_paid", "state", "user_id", "payment_ids"}
	if err := b.server.Call(ctx, "pos.order", "search_read", []any{domain, fields}, nil, &out); err != nil {
		return nil, fmt.Errorf("reading the orders: %w", err)
	}
	out = slices.DeleteFunc(out, func(o entry) bool { return b.told[o.UUID] })
	return out, b.readLines(ctx, out)
}

// readLines reads what the orders consist of: total and payments are the till's own
// words, which the server only repeats.
func (b *books) readLines(ctx context.Context, orders []entry) error {
	at := map[int]int{}
	for i, o := range orders {
		if isPaid(o) {
			at[o.ID] = i
		}
	}
	var lines []struct {
		ID      int     `json:"id"`
		Order   named   `json:"order_id"`
		Qty     float64 `json:"qty"`
		Refunds named   `json:"refunded_orderline_id"`
	}
	domain := []any{[]any{"order_id", "in", slices.Sorted(maps.Keys(at))}}
	fields := []string{"order_id", "qty", "refunded_orderline_id"}
	if err := b.server.Call(ctx, "pos.order.line", "search_read", []any{domain, fields}, nil, &lines); err != nil {
		return fmt.Errorf("reading the lines: %w", err)
	}
	soldBy := map[int]string{}
	for _, l := range lines {
		if i, ok := at[int(l.Order)]; ok {
			orders[i].Pieces = append(orders[i].Pieces, l.Qty)
			soldBy[l.ID] = orders[i].UUID
		}
	}
	for _, l := range lines {
		if i, ok := at[int(l.Order)]; ok && l.Refunds != 0 {
			orders[i].Refunds = append(orders[i].Refunds, soldBy[int(l.Refunds)])
		}
	}
	return nil
}

// cancel cancels an open order as the office does; there may be none, or a paid one.
func (b *books) cancel(ctx context.Context, uuid string) (bool, error) {
	return b.cancelDrafts(ctx, []any{"uuid", "=", uuid})
}

// cancelOpen cancels what earlier tills left open: a new one would be given it, and
// pay it as its own.
func (b *books) cancelOpen(ctx context.Context) error {
	_, err := b.cancelDrafts(ctx, []any{"config_id", "=", b.config})
	return err
}

// cancelDrafts cancels the open orders that a term of Odoo's domains names, and says
// whether there were any.
func (b *books) cancelDrafts(ctx context.Context, term []any) (bool, error) {
	var open []odoo.Order
	domain := []any{term, []any{"state", "=", "draft"}}
	if err := b.server.Call(ctx, "pos.order", "search_read", []any{domain, []string{"id"}}, nil, &open); err != nil {
		return false, fmt.Errorf("reading the open orders: %w", err)
	}
	if len(open) == 0 {
		return false, nil
	}
	ids := make([]int, len(open))
	for i, order := range open {
		ids[i] = order.ID
	}
	if err := b.server.Call(ctx, "pos.order", "action_pos_order_cancel", []any{ids}, nil, nil); err != nil {
		return false, fmt.Errorf("cancelling the orders %v: %w", ids, err)
	}
	return true, nil
}

// cash is how often each reason is in the cash books of the sessions.
func (b *books) cash(ctx context.Context, sessions []int) (map[string]int, error) {
	out := map[string]int{}
	for _, session := range sessions {
		var moves []struct {
			Name   string  `json:"name"`
			Amount float64 `json:"amount"`
		}
		if err := b.server.Call(ctx, "pos.session", "get_cash_in_out_list", []any{session}, nil, &moves); err != nil {
			return nil, fmt.Errorf("reading the cash book of session %d: %w", session, err)
		}
		for _, move := range moves {
			out[fmt.Sprintf("%s %.2f", lastWord(move.Name), move.Amount)]++
		}
	}
	return out, nil
}

// lastWord is the reason: Odoo puts the session and the kind before it.
func lastWord(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' })
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// compare finds what the books have otherwise than the receipts: every receipt is
// there exactly once, paid, with its total, its payments and its user, no number is
// there twice, and nothing is paid that nobody has a receipt of, but for so many as
// were interrupted.
func compare(receipts []receipt, orders []entry, interrupted int) (faults []string) {
	byUUID := map[string][]entry{}
	numbers := map[odoo.Text][]string{}
	for _, o := range orders {
		byUUID[o.UUID] = append(byUUID[o.UUID], o)
		if isPaid(o) {
			numbers[o.Reference] = append(numbers[o.Reference], fmt.Sprintf("%s (order %d)", o.UUID, o.ID))
		}
	}
	known := map[string]bool{}
	for _, r := range receipts {
		known[r.UUID] = true
		faults = append(faults, r.faults(byUUID[r.UUID])...)
	}
	for _, o := range orders {
		if isPaid(o) && !known[o.UUID] {
			if interrupted--; interrupted >= 0 {
				continue
			}
			faults = append(faults, fmt.Sprintf("the server has a paid order %s (%s) that nobody has a receipt of", o.UUID, o.Reference))
		}
	}
	for number, uuids := range numbers {
		if len(uuids) > 1 {
			faults = append(faults, fmt.Sprintf("the number %s is on %d receipts: %s", number, len(uuids), strings.Join(uuids, ", ")))
		}
	}
	slices.Sort(faults)
	return faults
}

func isPaid(o entry) bool { return o.State != "draft" && o.State != "cancel" }

// faults compares a receipt with the orders of its uuid.
func (r receipt) faults(found []entry) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Sprintf("receipt %s (%s): ", r.Reference, r.UUID)+fmt.Sprintf(format, args...))
	}
	if len(found) != 1 {
		fault("the server has it %d times", len(found))
		return faults
	}
	o := found[0]
	var paid float64
	for _, payment := range r.Payments {
		paid += payment
	}
	switch {
	case !isPaid(o):
		fault("the server has it as %s", o.State)
	case !sameMoney(o.Total, r.Total) || r.Reference != "" && !sameMoney(o.Paid, paid):
		fault("total %.2f paid %.2f, on the server %.2f and %.2f", r.Total, paid, o.Total, o.Paid)
	case r.Reference == "": // its page was gone before more was read
	case string(o.Reference) != r.Reference:
		fault("on the server it is %s", o.Reference)
	case !sameLines(o.Pieces, r.Pieces):
		fault("pieces %v, on the server %v", r.Pieces, o.Pieces)
	case !slices.Equal(o.Refunds, r.refunds()):
		fault("brings back %q, on the server %q", r.refunds(), o.Refunds)
	case len(o.Payments) != len(r.Payments):
		fault("%d payments, on the server %d", len(r.Payments), len(o.Payments))
	case int(o.User) != r.User:
		fault("sold by user %d, on the server by %d", r.User, o.User)
	}
	return faults
}

// refunds is the sale that each line brings back; one above nothing, as the gift card
// that a shop's program adds, brings back none.
func (r receipt) refunds() (out []string) {
	for _, pieces := range r.Pieces {
		if r.Refunds != "" && pieces < 0 {
			out = append(out, r.Refunds)
		}
	}
	return out
}

// sameLines compares what was sold; lines may stand in another order.
func sameLines(a, b []float64) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// sameMoney leaves out what a float cannot say.
func sameMoney(a, b float64) bool { return math.Abs(a-b) < 0.005 }

// compareCash finds moves that are not in the book exactly once.
func compareCash(moves []cashMove, book map[string]int) (faults []string) {
	for _, move := range moves {
		if times := book[fmt.Sprintf("%s %.2f", move.Reason, move.Amount)]; times != 1 {
			faults = append(faults, fmt.Sprintf("the cash move %s of %.2f is in the book %d times", move.Reason, move.Amount, times))
		}
	}
	slices.SortFunc(faults, cmp.Compare[string])
	return faults
}
