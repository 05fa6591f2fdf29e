package odooui

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"poswarm/internal/chrome"
)

//go:embed stock.js
var stockJS string

// StockLacks lists what the page shows and Odoo's own worker has not stored within a
// time, 0 to look once. Only a page that the worker controls shows it pictures.
func StockLacks(ctx context.Context, page *chrome.Page, within time.Duration, controlled bool) ([]string, error) {
	var missing []string
	if err := page.Call(ctx, stockJS, []any{within.Milliseconds(), controlled}, &missing); err != nil {
		return nil, fmt.Errorf("waiting for Odoo's own worker: %w", err)
	}
	return missing, nil
}
