package chrome

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome/sqlite"
	"poswarm/internal/hint"
)

// cookieStores are where Chrome keeps its cookies in a profile directory; the
// second is that of newer versions on Windows (net/extras/sqlite).
var cookieStores = []string{"Cookies", filepath.Join("Network", "Cookies")}

// StoredCookie is a cookie as a profile on the disk has it, without its value:
// that is encrypted by Chrome, and nobody's business.
type StoredCookie struct {
	Host, Name string
	// Expires is the zero time for a cookie that ends with the browser.
	Expires time.Time
	// Readable is true for one that a page's scripts may read.
	Readable bool
}

// errCookies says what to do about a store that cannot be read.
func errCookies(file string, err error) error {
	return hint.Add(fmt.Errorf("reading the cookies of the profile, %s: %w", file, err),
		"start Chrome once on the profile and close it: Chrome repairs the file")
}

// hotJournal begins the journal of a transaction that did not end
// (https://www.sqlite.org/fileformat.html, the rollback journal).
var hotJournal = []byte{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7}

// readStore reads the image of a SQLite database, nil where there is none.
// One that a running Chrome writes is read again.
func readStore(ctx context.Context, file string) ([]byte, error) {
	var image []byte
	err := steady(ctx, file, func() (bool, error) {
		before, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			image = nil
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if image, err = os.ReadFile(file); err != nil {
			return false, err
		}
		journal, err := os.ReadFile(file + "-journal")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		after, err := os.Stat(file)
		return err == nil && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime()) && !bytes.HasPrefix(journal, hotJournal), nil
	})
	return image, err
}

// copyCookies copies a cookie store without the log-in. The value of every
// cookie that no script may read is destroyed in the copy, and of those of other
// hosts: without the server they are of no use, and with it a mistake about the
// network would use them. What a page reads stays as it is: its company, its
// colours, and the mark of a log-out, which the worker reads.
func copyCookies(ctx context.Context, src, dst string, hosts []string) error {
	image, err := readStore(ctx, src)
	if err != nil || len(image) == 0 {
		return err
	}
	if err := blank(image, hosts); err != nil {
		return errCookies(src, err)
	}
	if err := os.MkdirAll(filepath.Dir(dst), 0o700); err != nil {
		return fmt.Errorf("copying the cookies: %w", err)
	}
	if err := os.WriteFile(dst, image, 0o600); err != nil {
		return fmt.Errorf("copying the cookies: %w", err)
	}
	return nil
}

// blank destroys values in the image of a cookie store. What is left of one is
// plain text: Chrome drops every cookie of a store, the mark of a log-out too, when
// it cannot decrypt one of them (net/extras/sqlite/sqlite_persistent_cookie_store.cc).
func blank(image []byte, hosts []string) error {
	file, err := sqlite.Open(image)
	if err != nil {
		return err
	}
	var failed error
	err = file.Rows("cookies", func(row sqlite.Row) bool {
		if readable(row) && slices.ContainsFunc(hosts, func(host string) bool { return forHost(row.Text("host_key"), host) }) {
			return true
		}
		failed = row.Displace("encrypted_value", "value", 'x')
		return failed == nil
	})
	return errors.Join(err, failed)
}

// readable says whether a page's scripts may read a cookie.
func readable(row sqlite.Row) bool {
	return row.Has("is_httponly") && row.Int("is_httponly") == 0 && row.Text("name") != loginCookie
}

// StoredCookies lists the cookies that a profile on the disk holds for an origin,
// also while a Chrome runs on it. An empty directory means the one that Chrome
// used last.
func StoredCookies(ctx context.Context, profile, directory, origin string) ([]StoredCookie, error) {
	host := hostOf(origin)
	if directory == "" {
		directory = lastUsed(profile)
	}
	var out []StoredCookie
	for _, name := range cookieStores {
		file := filepath.Join(profile, directory, name)
		image, err := readStore(ctx, file)
		if err != nil {
			return nil, err
		}
		if len(image) == 0 {
			continue
		}
		store, err := sqlite.Open(image)
		if err == nil {
			err = store.Rows("cookies", func(row sqlite.Row) bool {
				if forHost(row.Text("host_key"), host) {
					out = append(out, StoredCookie{row.Text("host_key"), row.Text("name"), chromeTime(row.Int("expires_utc")), readable(row)})
				}
				return true
			})
		}
		if err != nil {
			return nil, errCookies(file, err)
		}
	}
	return out, nil
}

// forHost says whether a cookie's host goes for a host: a dot in front stands
// for all below it.
func forHost(key, host string) bool {
	if domain, all := strings.CutPrefix(key, "."); all {
		return host == domain || strings.HasSuffix(host, key)
	}
	return key == host
}

// chromeTime is a time as Chrome counts it, in microseconds since 1601.
func chromeTime(us int64) time.Time {
	if us <= 0 {
		return time.Time{}
	}
	const until1970 = 11_644_473_600_000_000
	return time.UnixMicro(us - until1970)
}

// StoredLoginUntil is the end of Odoo's log-in as RFC 3339, as LoginUntil.
func StoredLoginUntil(cookies []StoredCookie) *string {
	for _, c := range cookies {
		if c.Name == loginCookie && !c.Expires.IsZero() {
			return new(c.Expires.UTC().Format(time.RFC3339))
		}
	}
	return nil
}
