package chrome

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"

	"poswarm/internal/hint"
)

// ErrCookiesLost says that a browser on a copy of a profile could not read the
// cookies in it. A POS would be judged without what its terminal knows.
var ErrCookiesLost = errors.New("the browser cannot read the cookies of the profile")

// logoutMark is the cookie by which the addon tells its worker that somebody has
// logged out (addon, models/ir_http.py).
const logoutMark = "poswarm_logout"

// soonOver is how long before its end a cookie may be gone without a reason.
const soonOver = time.Minute

// HasCookies makes sure that the browser holds those cookies of a profile that a
// page may read and that outlive a restart. Chrome drops a whole store when it
// cannot decrypt a part of it, and says nothing.
func (b *Browser) HasCookies(ctx context.Context, stored []StoredCookie) error {
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	held, err := cdp.Call(ctx, b.first.session, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil {
		return fmt.Errorf("reading the cookies: %w", b.why(err))
	}
	var lost []string
	for _, cookie := range stored {
		lasts := !cookie.Expires.IsZero() && time.Until(cookie.Expires) > soonOver
		there := slices.ContainsFunc(held.Cookies, func(c *network.Cookie) bool { return c.Name == cookie.Name && c.Domain == cookie.Host })
		if cookie.Readable && lasts && !there {
			lost = append(lost, cookie.Name)
		}
	}
	if lost == nil {
		return nil
	}
	return hint.Add(fmt.Errorf("%w: it holds no %s", ErrCookiesLost, strings.Join(lost, ", ")),
		"the terminal's Chrome keeps their key elsewhere, in a keyring for example: run poswarm in its session with the --chrome-flag=--password-store=… that it uses, or start the terminal's Chrome with --password-store=basic")
}

// MarkedLogout says whether a log-out is marked among the cookies: the POS of who
// logged out then does not come up without the server.
func MarkedLogout(stored []StoredCookie) bool {
	return slices.ContainsFunc(stored, func(c StoredCookie) bool {
		return c.Name == logoutMark && (c.Expires.IsZero() || time.Now().Before(c.Expires))
	})
}
