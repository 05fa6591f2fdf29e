package posui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
)

//go:embed sell.js
var sellJS string

// Sale says what to sell; empty fields mean the POS's first plain product
// and its cash payment method.
type Sale struct {
	Product  string `json:"product,omitempty"`  // name on the tile
	Payment  string `json:"payment,omitempty"`  // part of the method's name
	Quantity int    `json:"quantity,omitempty"` // pieces, 0 means one
}

// ShowProducts leaves the log-in screen for the product screen by the POS's
// own button. It changes nothing: where the register is not open yet the
// opening control appears, and that screen's name is returned.
func ShowProducts(ctx context.Context, page *chrome.Page) (screen string, err error) {
	return press[string](ctx, page, "show-products", Sale{})
}

// OpenRegister goes to the product screen and confirms the opening control if
// it appears, which opens the POS session on the server.
func OpenRegister(ctx context.Context, page *chrome.Page) error {
	_, err := press[string](ctx, page, "open-register", Sale{})
	return err
}

// Sell makes one sale up to its receipt.
func Sell(ctx context.Context, page *chrome.Page, sale Sale) (Order, error) {
	return press[Order](ctx, page, "sell", sale)
}

func press[T any](ctx context.Context, page *chrome.Page, step string, sale Sale) (T, error) {
	var out T
	if err := page.Call(ctx, sellJS, []any{step, sale}, &out); err != nil {
		return out, fmt.Errorf("pressing the POS's buttons (%s): %w", step, err)
	}
	return out, nil
}
