package odooui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
)

//go:embed made_of.js
var madeOfJS string

// Made is what a POS page was made of.
type Made struct {
	Assets      []string `json:"assets"`       // paths of its bundles
	DataVersion string   `json:"data_version"` // last_data_change, as the server writes it
	Ours        bool     `json:"ours"`         // the addon is in it
}

// MadeOf reads it from the page.
func MadeOf(ctx context.Context, page *chrome.Page) (Made, error) {
	var made Made
	if err := page.Call(ctx, madeOfJS, nil, &made); err != nil {
		return made, fmt.Errorf("reading what the page was made of: %w", err)
	}
	return made, nil
}
