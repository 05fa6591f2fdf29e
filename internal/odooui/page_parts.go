package odooui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
)

//go:embed page_parts.js
var pagePartsJS string

// PageParts is what a POS page was made of.
type PageParts struct {
	Assets      []string `json:"assets"`       // paths of its bundles
	DataVersion string   `json:"data_version"` // last_data_change, as the server writes it
	Ours        bool     `json:"ours"`         // the addon is in it
}

// ReadPageParts reads it from the page.
func ReadPageParts(ctx context.Context, page *chrome.Page) (PageParts, error) {
	var parts PageParts
	if err := page.Call(ctx, pagePartsJS, nil, &parts); err != nil {
		return parts, fmt.Errorf("reading what the page was made of: %w", err)
	}
	return parts, nil
}
