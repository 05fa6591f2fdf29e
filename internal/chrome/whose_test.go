package chrome

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"poswarm/internal/disk"
	"poswarm/internal/hint"
)

func TestNewerProfileIsRefused(t *testing.T) {
	profile := t.TempDir()
	if err := fits(Binary{Version: "156.0.8078.79"}, profile); err != nil {
		t.Errorf("a profile of no Chrome: %v", err)
	}
	for last, refused := range map[string]bool{"157.0.1.1": true, "156.0.9999.0": false, "99.0.1.1\n": false, "": false, "garbage": false} {
		if err := os.WriteFile(filepath.Join(profile, "Last Version"), []byte(last), 0o600); err != nil {
			t.Fatal(err)
		}
		err := fits(Binary{Path: "/usr/bin/chromium", Version: "156.0.8078.79"}, profile)
		if got := errors.Is(err, ErrNewerProfile); got != refused || refused && hint.Of(err) == "" {
			t.Errorf("last %q: %v", last, err)
		}
	}
	if err := os.WriteFile(filepath.Join(profile, "Last Version"), []byte("999.0.1.2"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Launch(t.Context(), Options{Profile: profile, Headless: true}); !errors.Is(err, ErrNewerProfile) {
		t.Errorf("launch: %v", err)
	}
}

func TestForeignProfileIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a folder that is another user's")
	}
	profile := filepath.Join(t.TempDir(), "kiosk")
	if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(profile, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if _, err := Launch(t.Context(), Options{Profile: profile, Headless: true}); !errors.Is(err, ErrForeignProfile) || hint.Of(err) == "" {
		t.Errorf("launch: %v", err)
	}
	if err := CopyProfile(t.Context(), profile, filepath.Join(t.TempDir(), "copy"), Selection{}); !errors.Is(err, ErrForeignProfile) {
		t.Errorf("copy: %v", err)
	}
	fresh := filepath.Join(profile, ".config", "till")
	if _, err := Launch(t.Context(), Options{Profile: fresh, Headless: true}); !errors.Is(err, ErrForeignProfile) {
		t.Errorf("launch on a new profile in his folder: %v", err)
	}
	if entries, err := os.ReadDir(profile); err != nil || len(entries) != 1 {
		t.Errorf("the profile holds %v now (%v)", entries, err)
	}
}

// TestFullDiskIsRefused: no disk has a quarter of the address space to spare.
func TestFullDiskIsRefused(t *testing.T) {
	profile := t.TempDir()
	if err := os.MkdirAll(filepath.Join(profile, "Default", "IndexedDB", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy")
	err := CopyProfile(t.Context(), profile, copied, Selection{Reserve: 1 << 62})
	if !errors.Is(err, ErrNoRoom) || hint.Of(err) == "" {
		t.Errorf("copy: %v", err)
	}
	if _, err := os.Stat(copied); !os.IsNotExist(err) {
		t.Errorf("a part of the copy is left (%v)", err)
	}
	// A copy of a copy takes room for what cannot be linked.
	err = CopyProfile(t.Context(), profile, copied, Selection{Reserve: 1 << 62, Link: true})
	if !errors.Is(err, ErrNoRoom) {
		t.Errorf("copy of a copy: %v", err)
	}
	free, err := disk.Free(profile)
	if err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int64{"1.ldb": int64(free) / 4 * 3, "1.log": int64(free) / 4 * 3} {
		path := filepath.Join(profile, "Default", "IndexedDB", "x", name)
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(file.Truncate(size), file.Close()); err != nil { // a hole: it takes no room here
			t.Skip(err)
		}
		if got := (Selection{Link: true, Reserve: free / 2}).room(filepath.Join(profile, "Default"), t.TempDir(), []string{"IndexedDB"}); errors.Is(got, ErrNoRoom) != (name == "1.log") {
			t.Errorf("with %s: %v", name, got)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOnlyTheShopsStorageIsCopied lays the storage of two origins side by side.
func TestOnlyTheShopsStorageIsCopied(t *testing.T) {
	profile := t.TempDir()
	files := map[string]string{
		"IndexedDB/https_pos.example.org_0.indexeddb.leveldb/1.ldb":    "",
		"IndexedDB/https_pos.example.org_0.indexeddb.blob/1/00/1":      "",
		"IndexedDB/https_pos.example.org_8443.indexeddb.leveldb/1.ldb": "",
		"IndexedDB/https_news.example.org_0.indexeddb.leveldb/1.ldb":   "",
		"Service Worker/Database/CURRENT":                              "x",
		"Service Worker/CacheStorage/aa/index.txt":                     "https://pos.example.org/",
		"Service Worker/CacheStorage/aa/1/x_0":                         "",
		"Service Worker/CacheStorage/bb/index.txt":                     "https://news.example.org/",
		"Service Worker/CacheStorage/bb/1/x_0":                         "",
		"Local Storage/leveldb/CURRENT":                                "x",
		"History":                                                      "x",
	}
	for name, text := range files {
		file := filepath.Join(profile, "Default", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := CopyProfile(t.Context(), profile, copied, Selection{WithoutLogin: true, Origins: []string{"https://pos.example.org"}}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"IndexedDB/https_pos.example.org_0.indexeddb.leveldb/1.ldb": true,
		"IndexedDB/https_pos.example.org_0.indexeddb.blob/1/00/1":   true,
		"IndexedDB/https_pos.example.org_8443.indexeddb.leveldb":    false,
		"IndexedDB/https_news.example.org_0.indexeddb.leveldb":      false,
		"Service Worker/Database/CURRENT":                           true,
		"Service Worker/CacheStorage/aa/1/x_0":                      true,
		"Service Worker/CacheStorage/bb":                            false,
		"Local Storage/leveldb/CURRENT":                             true,
		"History":                                                   false,
	} {
		_, err := os.Stat(filepath.Join(copied, "Default", filepath.FromSlash(name)))
		if got := err == nil; got != want {
			t.Errorf("%s was copied: %t, want %t", name, got, want)
		}
	}
	linked := filepath.Join(t.TempDir(), "linked")
	if err := CopyProfile(t.Context(), copied, linked, Selection{Link: true}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"1.ldb": true, "../../Local Storage/leveldb/CURRENT": false} {
		part := filepath.Join("Default", "IndexedDB", "https_pos.example.org_0.indexeddb.leveldb", filepath.FromSlash(name))
		one, err := os.Stat(filepath.Join(copied, part))
		if err != nil {
			t.Fatal(err)
		}
		other, err := os.Stat(filepath.Join(linked, part))
		if err != nil || os.SameFile(one, other) != want {
			t.Errorf("%s is linked: %t, want %t (%v)", name, !want, want, err)
		}
	}
}
