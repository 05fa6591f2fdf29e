package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

// storedData is all that the till holds of a POS config: the configs of two databases
// have the same numbers.
type storedData []odooui.StoredData

// of finds what is held of a database.
func (h storedData) of(database string) (odooui.StoredData, bool) {
	i := slices.IndexFunc(h, func(d odooui.StoredData) bool { return d.Database == database })
	if i < 0 {
		return odooui.StoredData{}, false
	}
	return h[i], true
}

// databases names them.
func (h storedData) databases() string {
	names := make([]string, len(h))
	for i, d := range h {
		names[i] = strconv.Quote(d.Database)
	}
	return strings.Join(names, ", ")
}

// countWithin is what counting the records of a big shop may take.
const countWithin = 20 * time.Second

// otherShops names the servers that the profile does hold a POS of: a till that
// knows its server by another address looks like one that was never primed.
func (l *testbed) otherShops() string {
	var found []string
	for _, worker := range l.browser.Workers() {
		if shop, ours := strings.CutSuffix(worker.Scope, workerScope); ours && !slices.Contains(found, shop) {
			found = append(found, shop)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "; there is one of " + strings.Join(found, ", ")
}

// readStoredData looks into the till's database from the worker's own context,
// before a POS page opens: the page may drop and fill it again while it boots.
func (l *testbed) readStoredData(ctx context.Context, config int) (storedData, error) {
	var h storedData
	ask := odooui.StoredDataScript(config)
	err := l.askWorker(ctx, ask, countWithin, &h)
	switch {
	case errors.Is(err, chrome.ErrNoWorker):
		return nil, odooui.Failf(result.NeverPrimed, "no service worker of %s is registered in this profile%s", l.origin(), l.otherShops())
	case err != nil:
		return nil, fmt.Errorf("reading the terminal's own POS database: %w", err)
	case len(h) == 0:
		return nil, odooui.Failf(result.NeverPrimed, "this profile has no POS database for config %d", config)
	}
	return h, nil
}

// compare judges the page by what the till held.
func (h storedData) compare(state odooui.State) error {
	own, known := h.of(state.Database)
	switch {
	case !known:
		return odooui.Failf(result.WrongDatabase, "the page is of the database %q, the terminal holds data of %s", state.Database, h.databases())
	case !slices.Contains(own.Sessions, state.Session):
		return odooui.Failf(result.POSSessionChanged, "the page shows POS session %d, the terminal holds %v", state.Session, own.Sessions)
	case state.Products < own.Products || state.Categories < own.Categories || state.PaymentMethods < own.PaymentMethods:
		return odooui.Failf(result.ProductsMissing, "the terminal holds %d products, %d categories and %d payment methods; %d, %d and %d are shown",
			own.Products, own.Categories, own.PaymentMethods, state.Products, state.Categories, state.PaymentMethods)
	}
	return nil
}
