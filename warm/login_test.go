package warm_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"poswarm/internal/chrome"
	"poswarm/warm"
)

// A browser that ends without writing its cookies logs a terminal out.
func TestLoginIsKept(t *testing.T) {
	t.Parallel()
	t.Run("lost once", func(t *testing.T) {
		t.Parallel()
		o := newShop(t).options
		o.Images = "none"
		o.Lasting = false // which starts the browser twice
		o.Browser.Binary = forgetful(t, o.Browser.Binary.Path)
		if _, err := warm.Prime(within(t, o.Timeout), o); err != nil {
			t.Fatal(err)
		}
		cookies, err := chrome.StoredCookies(t.Context(), o.Profile, "", o.URL.String())
		if until := chrome.StoredLoginUntil(cookies); err != nil || until == nil {
			t.Errorf("the profile has %v: %v", cookies, err)
		}
	})
	t.Run("cannot be written", func(t *testing.T) {
		t.Parallel()
		o := newShop(t).options
		o.Images = "none"
		inTheWay := filepath.Join(o.Profile, "Default", "Cookies", "x")
		if err := os.MkdirAll(inTheWay, 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := warm.Prime(within(t, o.Timeout), o); !errors.Is(err, warm.ErrLoginNotKept) {
			t.Errorf("%v", err)
		}
	})
}

// forgetful is a browser that cannot write its cookies the first time.
func forgetful(t *testing.T, browser string) chrome.Binary {
	t.Helper()
	file := filepath.Join(t.TempDir(), "forgetful")
	text := `#!/bin/sh
for a; do case $a in --user-data-dir=*) cookies=${a#*=}/Default/Cookies;; esac; done
if test -e "$cookies"; then rm -r "$cookies"; else mkdir -p "$cookies/x"; fi
exec '` + browser + `' "$@"
`
	if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return chrome.Binary{Path: file}
}
