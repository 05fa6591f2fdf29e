package warm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
)

// ErrLoginNotKept means that Chrome ended without writing the log-in.
var ErrLoginNotKept = errors.New("the log-in is not in the profile")

// logIn signs in and closes the browser, and makes sure that the log-in is kept.
func logIn(ctx context.Context, o Options) error {
	until, err := signedIn(ctx, o)
	if err != nil {
		return err
	}
	return keepLogin(ctx, o, until)
}

// signedIn signs in and closes the browser; the time is the end of the log-in.
func signedIn(ctx context.Context, o Options) (until *string, err error) {
	return until, inBrowser(ctx, o, func(p *primer) error {
		if err := p.signIn(ctx); err != nil {
			return err
		}
		cookies, err := p.browser.Cookies(ctx, p.origin())
		until = chrome.LoginUntil(cookies)
		return err
	})
}

// keepLogin makes sure that the log-in that the closed browser had is on the
// disk, for one that outlives the browser. Chrome's network service writes cookies
// at its end, and on a busy machine the browser was seen to be gone before: the
// terminal would be logged out at its next start. So a lost one is made anew, once.
func keepLogin(ctx context.Context, o Options, until *string) error {
	lost := lostLogin(ctx, o, until)
	if lost == nil {
		return nil
	}
	o.Logger.Warn("signing in again", "error", lost)
	until, err := signedIn(ctx, o)
	if err != nil {
		return fmt.Errorf("%w: %w; signing in again: %w", ErrLoginNotKept, lost, err)
	}
	if lost = lostLogin(ctx, o, until); lost != nil {
		return hint.Add(fmt.Errorf("%w: %w", ErrLoginNotKept, lost),
			"Chrome must be able to write the cookies of the profile: look at the disk, the owner of the folder, and policies about cookies")
	}
	return nil
}

// lostLogin says what the profile on the disk lacks of a log-in with this end.
func lostLogin(ctx context.Context, o Options, until *string) error {
	if until == nil {
		return nil
	}
	cookies, err := chrome.StoredCookies(ctx, o.Profile, o.ProfileDirectory, o.origin())
	if err != nil {
		return err
	}
	stored := chrome.StoredLoginUntil(cookies)
	switch {
	case stored == nil:
		return errors.New("chrome closed without writing it")
	case before(*stored, *until):
		return fmt.Errorf("chrome saved a log-in that expires on %s, expected %s", *stored, *until)
	}
	return nil
}

// before compares times as RFC 3339; Chrome stores what a cookie's end was to the
// microsecond, so a second more or less is none.
func before(a, b string) bool {
	at, errA := time.Parse(time.RFC3339, a)
	bt, errB := time.Parse(time.RFC3339, b)
	return errA == nil && errB == nil && at.Add(time.Second).Before(bt)
}
