package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

const (
	// askEvery is how often the server is asked for an order. It is asked on a
	// connection of its own, and it has no event to wait for.
	askEvery = 200 * time.Millisecond
	// halfCent is how far a total may be off, in the currency's main unit:
	// both sides round to cents.
	halfCent = 0.005
)

// expectOrders waits until the orders this scenario sold are where they must
// be, or until their time is over.
func (r *run) expectOrders(ctx context.Context, want *scenario.Orders) error {
	deadline := time.Now().Add(want.Within)
	for {
		missing, err := r.misplaced(ctx, want)
		if err != nil || missing == nil {
			return err
		}
		if time.Now().After(deadline) {
			missing.Detail += " after " + want.Within.String()
			return missing
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for the orders: %w", context.Cause(ctx))
		case <-time.After(askEvery):
		}
	}
}

// misplaced says which orders are not where they must be yet, nil for none.
func (r *run) misplaced(ctx context.Context, want *scenario.Orders) (*posui.Failure, error) {
	if want.OnServer != nil || want.SameTotal {
		count, err := r.ordersOnServer(ctx)
		if err != nil {
			return nil, err
		}
		if want.OnServer != nil && count != *want.OnServer {
			return posui.Failf(result.OrderNotOnServer, "%d of %d orders on the server", count, *want.OnServer), nil
		}
	}
	if want.Unsynced == nil {
		return nil, nil
	}
	state, err := posui.Look(ctx, r.lab.page)
	if err != nil {
		return nil, err
	}
	r.last = state
	if got := len(state.Unsynced()); got != *want.Unsynced {
		return posui.Failf(result.OrdersLost, "%d orders wait on the terminal, not %d", got, *want.Unsynced), nil
	}
	return nil, nil
}

// ordersOnServer counts the sold orders there; a double or another total is a
// verdict at once, since no waiting mends it.
func (r *run) ordersOnServer(ctx context.Context) (int, error) {
	if r.server == nil {
		return 0, errors.New("asking the server for orders needs a log-in of its own")
	}
	uuids := make([]string, len(r.sold))
	for i, order := range r.sold {
		uuids[i] = order.UUID
	}
	orders, err := r.server.Orders(ctx, uuids)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, order := range orders {
		if seen[order.UUID] {
			return 0, posui.Failf(result.OrdersDoubled, "order %s is on the server twice", order.Reference)
		}
		seen[order.UUID] = true
		for _, sold := range r.sold {
			if sold.UUID == order.UUID && math.Abs(sold.Total-order.Total) > halfCent {
				return 0, posui.Failf(result.WrongTotal, "order %s was sold for %.2f and is %.2f on the server", order.Reference, sold.Total, order.Total)
			}
		}
	}
	return len(orders), nil
}
