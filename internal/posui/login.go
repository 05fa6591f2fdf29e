package posui

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"poswarm/internal/chrome"
)

//go:embed login.js
var loginJS string

// Login is the log-in name of the user whose POS page is shown.
func Login(ctx context.Context, page *chrome.Page) (name string, err error) {
	if err := page.Call(ctx, loginJS, nil, &name); err != nil {
		return "", fmt.Errorf("reading the user's name: %w", err)
	}
	if name == "" {
		return "", errors.New("the page names no user: it is not the POS")
	}
	return name, nil
}
