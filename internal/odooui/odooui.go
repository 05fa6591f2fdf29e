// Package odooui knows the screens of Odoo 19's POS web client: how to tell
// what is shown, when the session is up, and how to make a sale by its own
// buttons. Both priming and verification look at the POS through it.
package odooui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
)

//go:embed probe.js
var probeJS string

// State is what the page shows at one instant; see probe.js for the source of
// each field.
type State struct {
	URL            string         `json:"url"`
	Title          string         `json:"title"`
	Complete       bool           `json:"complete"`     // document.readyState
	PosConfig      int            `json:"pos_config"`   // 0: no POS page
	PageSession    int            `json:"page_session"` // POS session the HTML names
	User           int            `json:"user"`
	Database       string         `json:"database"` // by whose name the POS keeps its own data (data_service.js); "" before it starts
	Booted         bool           `json:"booted"`   // mounted, loader gone
	Critical       string         `json:"critical"` // text of the critical error box
	Blank          bool           `json:"blank"`
	LoginPage      bool           `json:"login_page"`
	Emergency      *Emergency     `json:"emergency"`
	Screen         string         `json:"screen"` // login, opening, product, payment, receipt, floor or ""
	Dialogs        []string       `json:"dialogs"`
	Products       int            `json:"products"`
	Categories     int            `json:"categories"`
	PaymentMethods int            `json:"payment_methods"`
	Tiles          int            `json:"tiles"`   // product tiles on screen
	Session        int            `json:"session"` // POS session of the data
	SessionState   string         `json:"session_state"`
	NetworkOffline bool           `json:"network_offline"` // the POS's own flag
	BarcodeParser  bool           `json:"barcode_parser"`
	Orders         []Order        `json:"orders"` // finalized ones the page holds
	Images         Images         `json:"images"`
	Patches        []result.Patch `json:"patches"` // of the addon's page module, those that are off or failed
	Controlled     bool           `json:"controlled"`
	OnLine         bool           `json:"on_line"` // navigator.onLine
}

// Emergency describes the worker's emergency page.
type Emergency struct {
	Asked  string `json:"asked"` // POS config asked for
	Reason string `json:"reason"`
	Offers []int  `json:"offers"` // POS configs that are ready on this terminal
}

// Order is a validated order in the page.
type Order struct {
	UUID   string  `json:"uuid"`
	Total  float64 `json:"total"` // in the company's currency
	Synced bool    `json:"synced"`
}

// Images counts the images on screen.
type Images struct {
	Shown   int      `json:"shown"`
	Pending int      `json:"pending"` // not decided yet
	Broken  []string `json:"broken"`  // their addresses
}

// Unsynced lists the validated orders the server has not acknowledged.
func (s State) Unsynced() []Order {
	var orders []Order
	for _, order := range s.Orders {
		if !order.Synced {
			orders = append(orders, order)
		}
	}
	return orders
}

// Look reads the state of the page now.
func Look(ctx context.Context, page *chrome.Page) (State, error) {
	var state State
	if err := page.Call(ctx, probeJS, nil, &state); err != nil {
		return State{}, fmt.Errorf("looking at the page: %w", err)
	}
	return state, nil
}
