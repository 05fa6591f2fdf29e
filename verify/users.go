package verify

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/url"

	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

//go:embed login.js
var loginJS string

// logOut ends the web session by the address behind the item of Odoo's own menu.
func (r *run) logOut(ctx context.Context) error {
	if err := r.navigate(ctx, r.lab.origin()+"/web/session/logout", scenario.DefaultPageWithin); err != nil {
		return err
	}
	if r.landing != nil {
		return fmt.Errorf("logging out: %w", r.landing)
	}
	return r.expectLoginPage(ctx)
}

// logIn fills the server's own form and waits for what comes behind it.
func (r *run) logIn(ctx context.Context, do *scenario.LogIn) error {
	name, password := r.bench.Login, r.bench.Password
	if do.User == scenario.OtherUser {
		name, password = r.bench.OtherLogin, r.bench.OtherPassword
	}
	form := r.lab.origin() + "/web/login"
	if r.bench.Database != "" {
		form += "?db=" + url.QueryEscape(r.bench.Database)
	}
	if err := r.navigate(ctx, form, scenario.DefaultPageWithin); err != nil {
		return err
	}
	if r.landing != nil {
		return fmt.Errorf("logging in: %w", r.landing)
	}
	if err := r.expectLoginPage(ctx); err != nil {
		return err
	}
	if err := r.lab.page.Call(ctx, loginJS, []any{name, password}, nil); err != nil {
		return fmt.Errorf("filling the log-in form: %w", err)
	}
	state, err := r.wait(ctx, "the page behind the log-in", func(s posui.State) bool { return s.Complete && !s.LoginPage })
	r.user = 0
	if failure, ok := errors.AsType[*posui.Failure](err); ok && state.LoginPage {
		return fmt.Errorf("the server did not let %s in: %s", name, failure.Detail)
	}
	return err
}

// sameUser is the verdict on a page of somebody else.
func (r *run) sameUser(state posui.State) error {
	if r.user == 0 {
		r.user = state.User
	}
	if state.User != r.user {
		return posui.Failf(result.WrongUser, "the page is that of user %d, not of user %d", state.User, r.user)
	}
	return nil
}
