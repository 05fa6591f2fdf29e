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
	if err := c.close(ctx, at.SessionID); err != nil {
		return fmt.Errorf("%s: %w", closing, err)
	}
	return nil
}

// close leaves out update_closing_control_state_session, with which the pop-up
// sends its notes: from then on no terminal gets into the session (pos_web in
// main.py), and a refusal after it would leave the register so.
func (c *Client) close(ctx context.Context, session int) error {
	self := []any{[]any{session}}
	var control struct {
		Cash struct {
			Method int     `json:"id"` // 0: a register without cash
			Amount float64 `json:"amount"`
		} `json:"default_cash_details"`
	}
	if err := c.Call(ctx, "pos.session", "get_closing_control_data", self, nil, &control); err != nil {
		return err
	}
	if control.Cash.Method != 0 {
		counted := map[string]any{"counted_cash": control.Cash.Amount}
		if err := c.closingStep(ctx, "post_closing_cash_details", self, counted); err != nil {
			return err
		}
	}
	return c.closingStep(ctx, "close_session_from_ui", []any{self[0], []any{}}, nil)
}

// closingStep is a call that may answer with a refusal instead of an error.
func (c *Client) closingStep(ctx context.Context, method string, args []any, options map[string]any) error {
	var answer struct {
		Successful bool `json:"successful"`
		Message    Text `json:"message"`
	}
	if err := c.Call(ctx, "pos.session", method, args, options, &answer); err != nil {
		return err
	}
	if !answer.Successful {
		return hint.Add(fmt.Errorf("the server refuses: %s", answer.Message), "open orders must be paid or cancelled first")
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
	case at.SessionState != "opening_control":
		return hint.Add(fmt.Errorf("%s: POS session %d is in %s", opening, at.SessionID, at.SessionState), "close it in the back office")
	}
	if err := c.Call(ctx, "pos.session", "set_opening_control", []any{[]any{at.SessionID}, 0, ""}, nil, nil); err != nil {
		return fmt.Errorf("%s: %w", opening, err)
	}
	return nil
}
