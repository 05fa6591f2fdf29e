package odooui

import (
	_ "embed"
	"fmt"
)

//go:embed held.js
var heldJS string

// Held is what a POS database of the page holds of one database of the server.
type Held struct {
	Database       string `json:"database"`
	Products       int    `json:"products"`
	Categories     int    `json:"categories"`
	PaymentMethods int    `json:"payment_methods"`
	Sessions       []int  `json:"sessions"`
}

// HeldScript counts what is held of a POS config, as a list of [Held], in any
// context of the server's origin.
func HeldScript(config int) string { return fmt.Sprintf("(%s)(%d)", heldJS, config) }
