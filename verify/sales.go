package verify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

const (
	// askEvery is how often the server is asked for an order. It is asked on a
	// connection of its own, and it has no event to wait for.
	askEvery = 200 * time.Millisecond
	// secondSending is how long an order sent twice would take: the POS's own
	// retry comes every 2 s (data_service.js, checkConnectivity).
	secondSending = 2500 * time.Millisecond
	// halfCent is how far a total may be off, in the currency's main unit:
	// both sides round to cents.
	halfCent = 0.005
	// notUp is the reason when nothing can be said of the orders on the page.
	notUp = result.Deadline
)

// sales is what this scenario sold, and where its orders must be.
type sales struct {
	tab    *tab
	server *odoo.Client // nil as found
	sold   []odooui.Order
	tables map[int]int // ids of the restaurant's tables by the scenario's own numbers
}

// expect waits until the orders this scenario sold are where they must
// be, or until their time is over; then it looks once more, for an order that
// is sent a second time.
func (s *sales) expect(ctx context.Context, want *scenario.Orders) error {
	anything := func(*odooui.Failure) bool { return true }
	if err := s.placed(ctx, want, want.Within, anything); err != nil || want.OnServer == nil {
		return err
	}
	if err := pace.Sleep(ctx, secondSending); err != nil {
		return fmt.Errorf("waiting for a second sending: %w", err)
	}
	// Told that its register was closed elsewhere, the POS may load itself anew now.
	return s.placed(ctx, want, screenWithin, func(f *odooui.Failure) bool { return f.Reason == notUp })
}

// placed looks until all orders are where they must be; what is missing is
// waited for when it may come.
func (s *sales) placed(ctx context.Context, want *scenario.Orders, within time.Duration, mayCome func(*odooui.Failure) bool) error {
	bounded, cancel := s.tab.pace.Within(ctx, within)
	defer cancel()
	for {
		missing, err := s.misplaced(ctx, want)
		switch {
		case err != nil:
			return err
		case missing == nil:
			return nil
		case !mayCome(missing):
			return missing
		case bounded.Err() != nil:
			missing.Late = true
			missing.Detail += " after " + within.String()
			return missing
		}
		if err := pace.Sleep(ctx, askEvery); err != nil {
			return fmt.Errorf("waiting for the orders: %w", err)
		}
	}
}

// misplaced says which orders are not where they must be yet, nil for none.
func (s *sales) misplaced(ctx context.Context, want *scenario.Orders) (*odooui.Failure, error) {
	paid := map[string]bool{}
	if want.OnServer != nil || want.SameTotal || want.Kept {
		var err error
		if paid, err = s.ordersOnServer(ctx); err != nil {
			return nil, err
		}
		if want.OnServer != nil && len(paid) != *want.OnServer {
			return odooui.Failf(result.OrderNotOnServer, "%d of %d orders on the server", len(paid), *want.OnServer), nil
		}
	}
	if want.Unsynced == nil && (!want.Kept || s.lost(paid, nil) == nil) {
		return nil, nil
	}
	state, err := s.tab.look(ctx)
	if err != nil {
		return nil, err
	}
	s.tab.last = state
	if !state.Booted { // no order is shown then, which says nothing
		return odooui.Failf(notUp, "the POS is not up, so its orders are not known"), nil
	}
	waiting := state.Unsynced()
	if want.Unsynced != nil && len(waiting) != *want.Unsynced {
		return odooui.Failf(result.OrdersLost, "%d orders wait on the terminal, not %d", len(waiting), *want.Unsynced), nil
	}
	if want.Kept {
		return s.lost(paid, waiting), nil
	}
	return nil, nil
}

// lost is the verdict on a sale that is neither on the server nor on the
// terminal, nil when there is none.
func (s *sales) lost(paid map[string]bool, waiting []odooui.Order) *odooui.Failure {
	for _, order := range waiting {
		paid[order.UUID] = true
	}
	for i, order := range s.sold {
		if !paid[order.UUID] {
			return odooui.Failf(result.OrdersLost, "sale %d of %d is neither on the terminal nor on the server", i+1, len(s.sold))
		}
	}
	return nil
}

// ordersOnServer gives the sold orders that are there, paid. A double or
// another total of a paid one is a verdict at once, since no waiting mends it.
func (s *sales) ordersOnServer(ctx context.Context) (map[string]bool, error) {
	if s.server == nil {
		return nil, errors.New("asking the server for orders needs a log-in of its own")
	}
	totals := map[string]float64{}
	for _, order := range s.sold {
		totals[order.UUID] = order.Total
	}
	orders, err := s.server.Orders(ctx, slices.Collect(maps.Keys(totals)))
	if err != nil {
		return nil, err
	}
	paid := map[string]bool{}
	var references []string
	for _, order := range orders {
		references = append(references, string(order.Reference))
		// A restaurant's draft is on the server before its last dish is.
		if order.State != "draft" && math.Abs(totals[order.UUID]-order.Total) > halfCent {
			return nil, odooui.Failf(result.WrongTotal, "order %s was sold for %.2f and is %.2f on the server", order.Reference, totals[order.UUID], order.Total)
		}
		if order.State != "draft" && order.State != "cancel" && math.Abs(order.Paid-order.Total) <= halfCent {
			paid[order.UUID] = true
		}
	}
	return paid, s.doubled(ctx, references)
}

// doubled is the verdict on a sale that is on the server more than once.
func (s *sales) doubled(ctx context.Context, references []string) error {
	if len(references) == 0 {
		return nil
	}
	named, err := s.server.OrdersNamed(ctx, references)
	if err != nil {
		return err
	}
	if len(named) > len(references) {
		return odooui.Failf(result.OrdersDoubled, "%d sales are %d orders on the server", len(references), len(named))
	}
	return nil
}

// seat sets the table that the scenario means: one that was free when it first
// came to it, since a guest's bill is not the scenario's to add to or to pay.
func (s *sales) seat(ctx context.Context, meant int, sale *odooui.Sale) error {
	if meant == 0 {
		return nil
	}
	id, known := s.tables[meant]
	if !known {
		var err error
		if id, err = odooui.FreeTable(ctx, s.tab.testbed.page, slices.Collect(maps.Values(s.tables))); err != nil {
			return err
		}
		s.tables[meant] = id
	}
	sale.Table, sale.Fresh = id, !known
	return nil
}
