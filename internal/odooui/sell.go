package odooui

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"poswarm/internal/chrome"
)

//go:embed press.js
var pressJS string

//go:embed until.js
var untilJS string

//go:embed sell.js
var sellJS string

//go:embed pay.js
var payJS string

//go:embed table.js
var tableJS string

// Sale says what to sell; empty fields mean the POS's first plain product
// and its cash payment method.
type Sale struct {
	Product  string `json:"product,omitempty"`  // name on the tile
	Payment  string `json:"payment,omitempty"`  // part of the method's name, or "cash", see pay.js
	Quantity int    `json:"quantity,omitempty"` // pieces, 0 means one
	Table    int    `json:"table,omitempty"`    // id of a restaurant's table, 0 means a free one
	Fresh    bool   `json:"fresh,omitempty"`    // nothing may have been ordered at that table
}

// floor is the screen between the log-in and the products of a restaurant.
const floor = "floor"

// ShowProducts leaves the log-in screen for the product screen by the POS's
// own button, in a restaurant at a free table. It changes nothing: where the
// register is not open yet the opening control appears, and that screen's name
// is returned.
func ShowProducts(ctx context.Context, page *chrome.Page) (screen string, err error) {
	return toProducts(ctx, page, "show-products", Sale{})
}

// OpenRegister goes to the product screen and confirms the opening control if
// it appears, which opens the POS session on the server.
func OpenRegister(ctx context.Context, page *chrome.Page) error {
	_, err := toProducts(ctx, page, "open-register", Sale{})
	return err
}

// FreeTable is the id of a restaurant's table without an order, other than those
// taken. Nobody sits down at it yet: that would leave an order without lines.
func FreeTable(ctx context.Context, page *chrome.Page, taken []int) (id int, err error) {
	if err := press(ctx, page, sellJS, "open-register", Sale{}, nil); err != nil {
		return 0, err
	}
	err = press(ctx, page, tableJS, "free", map[string][]int{"taken": taken}, &id)
	return id, err
}

// Sell makes one sale up to its receipt. What is open on the table already is
// paid with it.
func Sell(ctx context.Context, page *chrome.Page, sale Sale) (order Order, err error) {
	if err := Pick(ctx, page, sale); err != nil {
		return Order{}, err
	}
	return Pay(ctx, page, sale)
}

// Pay pays the order on the product screen, up to its receipt. What is paid of it
// already stays, and the rest is paid as the sale says.
func Pay(ctx context.Context, page *chrome.Page, sale Sale) (order Order, err error) {
	err = press(ctx, page, payJS, "pay", sale, &order)
	return order, err
}

// OrderAtTable leaves an order open on a restaurant's table, as a draft that
// the server knows.
func OrderAtTable(ctx context.Context, page *chrome.Page, sale Sale) (order Order, err error) {
	if err := Pick(ctx, page, sale); err != nil {
		return Order{}, err
	}
	err = press(ctx, page, tableJS, "leave", sale, &order)
	return order, err
}

// Pick puts the product into the order on the screen, which stays open.
func Pick(ctx context.Context, page *chrome.Page, sale Sale) error {
	if _, err := toProducts(ctx, page, "open-register", sale); err != nil {
		return err
	}
	return press(ctx, page, sellJS, "pick", sale, nil)
}

// toProducts goes to the product screen, by way of a table where there are any.
func toProducts(ctx context.Context, page *chrome.Page, step string, sale Sale) (screen string, err error) {
	if err := press(ctx, page, sellJS, step, sale, &screen); err != nil {
		return "", err
	}
	if screen != floor && sale.Table == 0 {
		return screen, nil
	}
	return "product", press(ctx, page, tableJS, "sit", sale, nil)
}

// press runs one step of a script; out gets what it returns, nil for nothing.
func press(ctx context.Context, page *chrome.Page, js, step string, options, out any) error {
	whole := strings.NewReplacer("(SCRIPT)", "("+js+")", "(UNTIL)", "("+untilJS+")").Replace(pressJS)
	if err := page.Call(ctx, whole, []any{step, options}, out); err != nil {
		return fmt.Errorf("pressing the POS's buttons (%s): %w", step, err)
	}
	return nil
}
