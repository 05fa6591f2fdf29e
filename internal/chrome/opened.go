package chrome

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"

	"poswarm/internal/hint"
)

// shellProduct begins the name of chrome-headless-shell, which takes no lock on
// its profile.
const shellProduct = "HeadlessChrome/"

// opened makes sure that the browser runs on the profile that it was given. A
// script that starts the browser, or a policy (UserDataDir), may name another, and
// what is meant for a copy would be done to a terminal's own. The lock is the
// browser's own word; before is what it was when nobody had the profile.
func (b *Browser) opened(ctx context.Context, before LockState) error {
	after, err := ReadLock(b.profile)
	if err != nil {
		return err
	}
	if after.Status == LockInUse || after.Status != LockFree && after != before {
		return nil
	}
	version, err := cdp.Call(ctx, b.session, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return fmt.Errorf("asking the browser what it is: %w", b.why(err))
	}
	folders := flagsOf(b.pid)["user-data-dir"]
	if strings.HasPrefix(version.Product, shellProduct) && (folders == nil || filepath.Clean(folders[len(folders)-1]) == b.profile) {
		return nil
	}
	return elsewhere(b.profile)
}

// elsewhere is the error of a browser that runs on another profile.
func elsewhere(profile string) error {
	return hint.Add(fmt.Errorf("%w: the browser did not open the profile that it was given, %s", ErrNotIsolated, profile),
		"the script that starts the browser has a --user-data-dir of its own, or the policy UserDataDir is set: name the browser itself with --chrome, or have the script put its flags in front of \"$@\"")
}
