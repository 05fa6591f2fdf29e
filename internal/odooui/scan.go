package odooui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
)

//go:embed scan.js
var scanJS string

// Scan types a barcode as a scanner does and waits for one more piece of its
// product in the order. An empty code means that of the product named, or of
// the first plain one that has a code; an empty product whatever has that code.
func Scan(ctx context.Context, page *chrome.Page, code, product string) error {
	var missing string
	if err := page.Call(ctx, scanJS, []any{code, product}, &missing); err != nil {
		return fmt.Errorf("scanning a barcode: %w", err)
	}
	if missing != "" {
		return Failf(result.NotScanned, "%s", missing)
	}
	return nil
}

// PlainProduct is the name of the product that a sale takes when none is named.
func PlainProduct(ctx context.Context, page *chrome.Page) (name string, err error) {
	err = press(ctx, page, sellJS, "name", Sale{}, &name)
	return name, err
}
