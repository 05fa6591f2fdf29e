package odooui

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

//go:embed fill_login.js
var fillLoginJS string

// FillLogIn fills the server's log-in form and sends it.
func FillLogIn(ctx context.Context, page *chrome.Page, login, password string) error {
	if err := page.Call(ctx, fillLoginJS, []any{login, password}, nil); err != nil {
		return fmt.Errorf("filling the log-in form: %w", err)
	}
	return nil
}
