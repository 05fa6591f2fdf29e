package verify

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

//go:embed held.js
var heldJS string

// heldData is what the till's own POS database holds of one database of the server.
type heldData struct {
	Database       string `json:"database"`
	Products       int    `json:"products"`
	Categories     int    `json:"categories"`
	PaymentMethods int    `json:"payment_methods"`
	Sessions       []int  `json:"sessions"`
}

// held is all that the till holds of a POS config: the configs of two databases
// have the same numbers.
type held []heldData

// of finds what is held of a database.
func (h held) of(database string) (heldData, bool) {
	i := slices.IndexFunc(h, func(d heldData) bool { return d.Database == database })
	if i < 0 {
		return heldData{}, false
	}
	return h[i], true
}

// databases names them.
func (h held) databases() string {
	names := make([]string, len(h))
	for i, d := range h {
		names[i] = strconv.Quote(d.Database)
	}
	return strings.Join(names, ", ")
}

// heldTakes is what counting the records of a big shop may take.
const heldTakes = 20 * time.Second

// otherShops names the servers that the profile does hold a POS of: a till that
// knows its server by another address looks like one that was never primed.
func (l *lab) otherShops() string {
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

// readHeld looks into the till's database from the worker's own context,
// before a POS page opens: the page may drop and fill it again while it boots.
func (l *lab) readHeld(ctx context.Context, config int) (held, error) {
	var h held
	ask := fmt.Sprintf("(%s)(%d)", heldJS, config)
	err := l.askWorker(ctx, ask, heldTakes, &h)
	switch {
	case errors.Is(err, chrome.ErrNoWorker):
		return nil, posui.Failf(result.NeverPrimed, "no service worker of %s is registered in this profile%s", l.origin(), l.otherShops())
	case err != nil:
		return nil, fmt.Errorf("reading the till's own POS database: %w", err)
	case len(h) == 0:
		return nil, posui.Failf(result.NeverPrimed, "this profile has no POS database for config %d", config)
	}
	return h, nil
}

// compare judges the page by what the till held.
func (h held) compare(state posui.State) error {
	own, known := h.of(state.Database)
	switch {
	case !known:
		return posui.Failf(result.WrongDatabase, "the page is of the database %q, the till holds data of %s", state.Database, h.databases())
	case !slices.Contains(own.Sessions, state.Session):
		return posui.Failf(result.POSSessionChanged, "the page shows POS session %d, the till holds %v", state.Session, own.Sessions)
	case state.Products < own.Products || state.Categories < own.Categories || state.PaymentMethods < own.PaymentMethods:
		return posui.Failf(result.ProductsMissing, "the till holds %d products, %d categories and %d payment methods; %d, %d and %d are shown",
			own.Products, own.Categories, own.PaymentMethods, state.Products, state.Categories, state.PaymentMethods)
	}
	return nil
}
