package chrome

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/internal/chrome/sqlite"
	"poswarm/internal/hint"
)

// loggedOut is the profile of a till with a log-in and the mark of a log-out.
func loggedOut(t *testing.T, s *site) string {
	t.Helper()
	profile := t.TempDir()
	b := open(t, profile)
	p := firstPage(t, b)
	visit(t, p, s.URL+"/login")
	eval[bool](t, p, `(document.cookie = "poswarm_logout=2.db; max-age=36000; path=/", true)`)
	shut(t, b)
	return profile
}

// cookiesOfCopy are the values that Chrome reads in a copy without the log-in.
func cookiesOfCopy(t *testing.T, profile, origin string) (map[string]string, error) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "copy")
	if err := CopyProfile(t.Context(), profile, copied, Selection{WithoutLogin: true, Origins: []string{origin}}); err != nil {
		t.Fatal(err)
	}
	stored, err := StoredCookies(t.Context(), copied, "", origin)
	if err != nil || !MarkedLogout(stored) {
		t.Fatalf("no mark of a log-out on the disk: %v, %v", stored, err)
	}
	b := open(t, copied)
	defer shut(t, b)
	lost := b.HasCookies(t.Context(), stored)
	held, err := b.Cookies(t.Context(), origin)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, cookie := range held {
		values[cookie.Name] = cookie.Value()
	}
	return values, lost
}

// TestCopyKeepsTheMarkOfALogout: a cookie that Chrome cannot decrypt takes all
// others with it.
func TestCopyKeepsTheMarkOfALogout(t *testing.T) {
	s := newSite(t)
	profile := loggedOut(t, s)
	values, lost := cookiesOfCopy(t, profile, s.URL)
	if values["poswarm_logout"] != "2.db" || strings.Trim(values["session_id"], "x") != "" || lost != nil {
		t.Errorf("%q, %v", values, lost)
	}

	// As a keyring of the desktop has them, whose key is not ours.
	file := filepath.Join(profile, "Default", "Cookies")
	image, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(image, []byte("v10"), []byte("v11")), 0o600); err != nil {
		t.Fatal(err)
	}
	if values, lost = cookiesOfCopy(t, profile, s.URL); !errors.Is(lost, ErrCookiesLost) || hint.Of(lost) == "" {
		t.Errorf("cookies of another key: %q, %v", values, lost)
	}
}

// TestCopyHasNoByteOfTheLogIn looks for the encrypted value itself.
func TestCopyHasNoByteOfTheLogIn(t *testing.T) {
	s := newSite(t)
	profile := loggedOut(t, s)
	image, err := os.ReadFile(filepath.Join(profile, "Default", "Cookies"))
	if err != nil {
		t.Fatal(err)
	}
	secret := valueOf(t, image, "session_id")
	if len(secret) < 20 || !bytes.Contains(image, secret) {
		t.Fatalf("%d bytes of a log-in", len(secret))
	}
	if err := blank(image, hostsOf([]string{s.URL})); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(image, secret[4:]) || len(valueOf(t, image, "session_id")) != 0 || len(valueOf(t, image, "poswarm_logout")) == 0 {
		t.Error("the log-in is there, or the mark is not")
	}
}

func valueOf(t *testing.T, image []byte, name string) (value []byte) {
	t.Helper()
	store, err := sqlite.Open(image)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Rows("cookies", func(row sqlite.Row) bool {
		if row.Text("name") == name {
			value = []byte(row.Text("encrypted_value"))
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}
