package odooui

import (
	_ "embed"
	"fmt"
)

//go:embed stored_data.js
var storedDataJS string

// StoredData is what a POS database of the page holds of one database of the server.
type StoredData struct {
	Database       string `json:"database"`
	Products       int    `json:"products"`
	Categories     int    `json:"categories"`
	PaymentMethods int    `json:"payment_methods"`
	Sessions       []int  `json:"sessions"`
}

// StoredDataScript counts what is held of a POS config, as a list of [StoredData], in any
// context of the server's origin.
func StoredDataScript(config int) string { return fmt.Sprintf("(%s)(%d)", storedDataJS, config) }
