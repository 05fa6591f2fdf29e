package odooui

import (
	"context"
	_ "embed"
	"fmt"

	"poswarm/internal/chrome"
)

//go:embed tiles.js
var tilesJS string

// Tile is an image of a product tile.
type Tile struct {
	URL    string `json:"url"`
	Width  int    `json:"width"` // in pixels, 0 for one that does not decode
	Height int    `json:"height"`
}

// Tiles are the images of the product tiles, loaded anew.
type Tiles struct {
	All []Tile `json:"all"`
	// Broken are the addresses of those that do not decode, or are another picture
	// than when they were seen first: Odoo answers an expired log-in with a grey
	// placeholder.
	Broken []string `json:"broken"`
	// Wanted says that the POS shows images at all.
	Wanted bool `json:"wanted"`
}

// LoadTiles loads every image of the product tiles again, those seen before too.
func LoadTiles(ctx context.Context, page *chrome.Page, seen []Tile) (Tiles, error) {
	var tiles Tiles
	if err := page.Call(ctx, tilesJS, []any{seen}, &tiles); err != nil {
		return tiles, fmt.Errorf("loading the product images: %w", err)
	}
	return tiles, nil
}
