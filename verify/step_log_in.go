package verify

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"poswarm/internal/odooui"
	"poswarm/verify/scenario"
)

var _ = does(stepLogIn)

// stepLogIn fills the server's own form and waits for what comes behind it.
func stepLogIn(ctx context.Context, r *run, do *scenario.LogIn) error {
	name, password := r.bench.Login, r.bench.Password
	if do.User == scenario.OtherUser {
		name, password = r.bench.OtherLogin, r.bench.OtherPassword
	}
	form := r.testbed.origin() + "/web/login"
	if r.bench.Database != "" {
		form += "?db=" + url.QueryEscape(r.bench.Database)
	}
	if err := r.tab.navigate(ctx, form, scenario.DefaultPageWithin); err != nil {
		return err
	}
	if r.tab.landing != nil {
		return fmt.Errorf("logging in: %w", r.tab.landing)
	}
	if err := expectLoginPage(ctx, r); err != nil {
		return err
	}
	if err := odooui.FillLogIn(ctx, r.testbed.page, name, password); err != nil {
		return err
	}
	state, err := r.tab.wait(ctx, "the page behind the log-in", func(s odooui.State) bool { return s.Complete && !s.LoginPage })
	r.baseline.user = 0
	if failure, ok := errors.AsType[*odooui.Failure](err); ok && state.LoginPage {
		return fmt.Errorf("the server did not let %s in: %s", name, failure.Detail)
	}
	return err
}
