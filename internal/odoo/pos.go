package odoo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"poswarm/internal/hint"
)

// Config is one POS config (a row of pos.config).
type Config struct {
	ID           int    // database id, the number in /pos/ui/<id>
	Name         string // as the shop calls it
	SessionID    int    // open POS session, 0 when none is open
	SessionState string // opening_control, opened, closing_control or ""
	Restaurant   bool   // with floor plan and tables
}

// configFields are read-only facts; current_session_id tells whether opening
// /pos/ui/<id> would create a POS session (point_of_sale/controllers/main.py).
var configFields = []string{"id", "name", "current_session_id", "current_session_state", "module_pos_restaurant"}

// Configs lists the POS configs the user may see, by id.
func (c *Client) Configs(ctx context.Context) ([]Config, error) {
	var rows []configRow
	err := c.Call(ctx, "pos.config", "search_read", []any{[]any{}, configFields}, map[string]any{"order": "id"}, &rows)
	if err != nil {
		return nil, fmt.Errorf("listing the POS configs: %w", err)
	}
	configs := make([]Config, len(rows))
	for i, row := range rows {
		configs[i] = row.config()
	}
	return configs, nil
}

// Config looks one POS config up; ErrNoConfig when there is none.
func (c *Client) Config(ctx context.Context, id int) (Config, error) {
	configs, err := c.Configs(ctx)
	if err != nil {
		return Config{}, err
	}
	known := make([]string, len(configs))
	for i, config := range configs {
		if config.ID == id {
			return config, nil
		}
		known[i] = fmt.Sprintf("%d (%s)", config.ID, config.Name)
	}
	return Config{}, hint.Add(fmt.Errorf("%w: %d", ErrNoConfig, id), "this user sees: "+strings.Join(known, ", "))
}

// Barcodes says whether a POS sells a product that has a barcode of its own and
// comes in one kind, so that scanning it asks for nothing more. What a POS sells:
// _load_pos_data_domain in point_of_sale/models/product_template.py.
func (c *Client) Barcodes(ctx context.Context, config int) (bool, error) {
	const doing = "looking for a product with a barcode: %w"
	var shops []struct {
		Limited    bool            `json:"limit_categories"`
		Categories []int           `json:"iface_available_categ_ids"`
		Company    json.RawMessage `json:"company_id"` // an id, with load: false
	}
	err := c.Call(ctx, "pos.config", "read", []any{[]int{config},
		[]string{"limit_categories", "iface_available_categ_ids", "company_id"}}, map[string]any{"load": false}, &shops)
	if err != nil {
		return false, fmt.Errorf(doing, err)
	}
	domain := []any{[]any{"barcode", "!=", false}, []any{"available_in_pos", "=", true}, []any{"sale_ok", "=", true},
		[]any{"attribute_line_ids", "=", false}, []any{"tracking", "=", "none"}}
	for _, shop := range shops {
		domain = append(domain, []any{"company_id", "in", []any{false, shop.Company}})
		if shop.Limited {
			domain = append(domain, []any{"pos_categ_ids", "in", shop.Categories})
		}
	}
	var found []struct{}
	err = c.Call(ctx, "product.product", "search_read", []any{domain, []string{"barcode"}}, map[string]any{"limit": 1}, &found)
	if err != nil {
		return false, fmt.Errorf(doing, err)
	}
	return len(found) > 0, nil
}

// configRow is the reply's shape; Odoo sends false for an empty field.
type configRow struct {
	ID           int             `json:"id"`
	Name         Text            `json:"name"`
	SessionID    json.RawMessage `json:"current_session_id"`
	SessionState Text            `json:"current_session_state"`
	Restaurant   bool            `json:"module_pos_restaurant"`
}

func (r configRow) config() Config {
	config := Config{ID: r.ID, Name: string(r.Name), SessionState: string(r.SessionState), Restaurant: r.Restaurant}
	var pair []json.RawMessage // many2one: [id, display name]
	if json.Unmarshal(r.SessionID, &pair) == nil && len(pair) > 0 {
		_ = json.Unmarshal(pair[0], &config.SessionID) // false stays 0
	}
	return config
}

// WorkerKind says whose service worker the server hands out.
type WorkerKind string

// The workers a server can serve at /pos/service-worker.js.
const (
	WorkerPoswarm WorkerKind = "poswarm" // this product's
	WorkerOther   WorkerKind = "other"   // Odoo's own or another addon's
	WorkerNone    WorkerKind = "none"    // no script there
)

// Worker looks at /pos/service-worker.js, which needs a login.
func (c *Client) Worker(ctx context.Context) (WorkerKind, error) {
	body, status, kind, err := c.get(ctx, "/pos/service-worker.js")
	switch {
	case err != nil:
		return WorkerNone, err
	case status != 200 || !strings.Contains(kind, "javascript"):
		return WorkerNone, nil
	case bytes.Contains(body, []byte("poswarm/status")):
		return WorkerPoswarm, nil
	}
	return WorkerOther, nil
}

// Order is a POS order as the server holds it.
type Order struct {
	ID        int     `json:"id"`
	UUID      string  `json:"uuid"`
	Total     float64 `json:"amount_total"` // in the company's currency
	Paid      float64 `json:"amount_paid"`  // likewise
	State     string  `json:"state"`        // draft, paid, done, cancel
	Reference Text    `json:"pos_reference"`
}

// Text is a text field; Odoo sends false for an empty one.
type Text string

// UnmarshalJSON reads a text or false.
func (t *Text) UnmarshalJSON(data []byte) error {
	if string(data) == "false" {
		*t = ""
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// Orders finds the orders with the given uuids.
func (c *Client) Orders(ctx context.Context, uuids []string) ([]Order, error) {
	return c.orders(ctx, "uuid", uuids)
}

// OrdersNamed finds the orders with the given references. The terminal makes a
// reference once a sale, so a second order of that name is a doubled sale,
// whatever its uuid is.
func (c *Client) OrdersNamed(ctx context.Context, references []string) ([]Order, error) {
	return c.orders(ctx, "pos_reference", references)
}

func (c *Client) orders(ctx context.Context, field string, values []string) ([]Order, error) {
	domain := []any{[]any{field, "in", values}}
	fields := []string{"id", "uuid", "amount_total", "amount_paid", "state", "pos_reference"}
	var orders []Order
	if err := c.Call(ctx, "pos.order", "search_read", []any{domain, fields}, nil, &orders); err != nil {
		return nil, fmt.Errorf("looking for the orders: %w", err)
	}
	return orders, nil
}
