package odoo

import (
	"context"
	"fmt"

	"poswarm/internal/hint"
)

// CloseSession closes the open POS session of a config as the closing pop-up of
// any terminal does, with the cash that the server expects.
func (c *Client) CloseSession(ctx context.Context, config int) error {
	at, err := c.Config(ctx, config)
	if err != nil {
		return err
	}
	if at.SessionID == 0 {
		return hint.Add(fmt.Errorf("config %d has no open POS session to close", config), "open the register first")
	}
	closing := fmt.Sprintf("closing POS session %d", at.SessionID)
	self := []any{[]any{at.SessionID}}
	var control struct {
		Cash *struct {
			Amount float64 `json:"amount"`
		} `json:"default_cash_details"`
	}
	if err := c.Call(ctx, "pos.session", "get_closing_control_data", self, nil, &control); err != nil {
		return fmt.Errorf("%s: %w", closing, err)
	}
	var answer struct {
		Successful bool `json:"successful"`
		Message    Text `json:"message"`
	}
	if control.Cash != nil {
		counted := map[string]any{"counted_cash": control.Cash.Amount}
		if err := c.Call(ctx, "pos.session", "post_closing_cash_details", self, counted, &answer); err != nil {
			return fmt.Errorf("%s: %w", closing, err)
		}
	}
	if err := c.Call(ctx, "pos.session", "update_closing_control_state_session", []any{self[0], ""}, nil, nil); err != nil {
		return fmt.Errorf("%s: %w", closing, err)
	}
	if err := c.Call(ctx, "pos.session", "close_session_from_ui", []any{self[0], []any{}}, nil, &answer); err != nil {
		return fmt.Errorf("%s: %w", closing, err)
	}
	if !answer.Successful {
		return fmt.Errorf("%s: the server refuses: %s", closing, answer.Message)
	}
	return nil
}

// OpenSession opens a POS session for a config as another terminal does: it
// comes into being, and its opening control is confirmed without cash.
func (c *Client) OpenSession(ctx context.Context, config int) error {
	opening := fmt.Sprintf("opening a POS session for config %d", config)
	if err := c.Call(ctx, "pos.config", "open_ui", []any{[]any{config}}, nil, nil); err != nil {
		return fmt.Errorf("%s: %w", opening, err)
	}
	at, err := c.Config(ctx, config)
	switch {
	case err != nil:
		return err
	case at.SessionID == 0:
		return fmt.Errorf("%s: the server opened none", opening)
	case at.SessionState == "opened":
		return nil
	}
	if err := c.Call(ctx, "pos.session", "set_opening_control", []any{[]any{at.SessionID}, 0, ""}, nil, nil); err != nil {
		return fmt.Errorf("%s: %w", opening, err)
	}
	return nil
}
