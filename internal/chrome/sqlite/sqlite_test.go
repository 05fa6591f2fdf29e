// The tests of this package prove that values in a SQLite file are found and
// displaced in place, and that a broken file is an error.
package sqlite

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// image is testdata/cookies.db, which sqlite3 made: 59 rows on several pages of
// 512 bytes, three of them with values on overflow pages, one row deleted.
func image(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cookies.db"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRows(t *testing.T) {
	file, err := Open(image(t))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	err = file.Rows("cookies", func(r Row) bool {
		i := int(r.Int("creation_utc") - 13440962333921137)
		length, expires := 60, 0
		if i%20 == 0 {
			length = 1500
		}
		if i%3 == 0 {
			expires = -5 - i
		}
		secret := "v10" + strings.Repeat(string(rune('A'+i%26)), length)
		if r.Text("host_key") != fmt.Sprintf("shop%d.example", i) || r.Text("value") != fmt.Sprintf("plain-%d", i) ||
			r.Text("encrypted_value") != secret || r.Int("expires_utc") != int64(expires) || r.Int("is_httponly") != int64(i%2) || r.Has("none") {
			t.Errorf("row %d: %s %s %d", i, r.Text("host_key"), r.Text("value"), r.Int("expires_utc"))
		}
		rows++
		return true
	})
	if err != nil || rows != 59 {
		t.Errorf("%d rows, %v", rows, err)
	}
	if err := file.Rows("nothing", func(Row) bool { return true }); err == nil {
		t.Error("a table that is not there was read")
	}
	first := 0
	if err := file.Rows("cookies", func(Row) bool { first++; return false }); err != nil || first != 1 {
		t.Errorf("%d rows after the end was asked for, %v", first, err)
	}
}

// TestDisplace leaves a database that SQLite itself finds sound, without a
// byte of the secret in a live row.
func TestDisplace(t *testing.T) {
	data := image(t)
	file, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	err = file.Rows("cookies", func(r Row) bool {
		if host := r.Text("host_key"); host == "shop20.example" || host == "shop21.example" {
			if err := r.Displace("encrypted_value", "value", 'x'); err != nil {
				t.Error(host, err)
			}
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, bytes.Repeat([]byte("U"), 100)) { // 'A' + 20; the other row of that letter has 60
		t.Error("a part of the secret is still there")
	}
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("without sqlite3 nobody else reads it")
	}
	changed := filepath.Join(t.TempDir(), "changed.db")
	if err := os.WriteFile(changed, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(shell, changed, "pragma integrity_check; select count(*), sum(encrypted_value = x''), sum(length(encrypted_value)) from cookies; select length(value), ltrim(value, 'x'), typeof(value), expires_utc is not null from cookies where host_key in ('shop20.example', 'shop21.example')").CombinedOutput()
	if want := "ok\n59|2|6471\n1511||text|1\n71||text|1\n"; err != nil || string(out) != want {
		t.Errorf("sqlite3 says %q (%v), want %q", out, err, want)
	}
}

// TestBroken: whatever is in the file, reading it ends with an error or with rows.
func TestBroken(t *testing.T) {
	whole := image(t)
	for at := 0; at < len(whole); at += 37 {
		for _, value := range []byte{0, 0x7f, 0xff} {
			data := bytes.Clone(whole)
			data[at] = value
			if file, err := Open(data[:len(data)-at%512]); err == nil {
				_ = file.Rows("cookies", func(r Row) bool {
					_, _ = r.Text("encrypted_value"), r.Int("expires_utc")
					_ = r.Displace("encrypted_value", "value", 'x')
					return true
				})
			}
		}
	}
}
