package chrome

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"poswarm/internal/chrome/sqlite"
	"poswarm/internal/disk"
	"poswarm/internal/hint"
)

// ErrNoRoom says that a copy of the profile would fill the disk.
var ErrNoRoom = errors.New("not enough room for a copy of the profile")

// parts lists what is copied of a profile directory, by names inside it: the
// wanted folders, or of them what belongs to some origins. What cannot be told
// apart is copied.
func (what Selection) parts(ctx context.Context, from string) ([]string, error) {
	if what.Origins == nil {
		return wanted, nil
	}
	parts := []string{
		filepath.Join("Service Worker", "Database"), filepath.Join("Service Worker", "ScriptCache"), "Local Storage",
		filepath.Join("WebStorage", "QuotaManager"), filepath.Join("WebStorage", "QuotaManager-journal"),
	}
	keys, err := bucketsOf(ctx, from)
	if err != nil {
		return nil, err
	}
	caches := filepath.Join("Service Worker", "CacheStorage")
	for folder, of := range map[string]func(name, origin string) bool{
		"IndexedDB":  func(name, origin string) bool { return strings.HasPrefix(name, identifier(origin)+".") },
		caches:       func(name, origin string) bool { return cacheIsOf(filepath.Join(from, caches, name), origin) },
		"WebStorage": func(name, origin string) bool { return keys[name] == origin+"/" },
	} {
		entries, err := os.ReadDir(filepath.Join(from, folder))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("copying a profile: %w", err)
		}
		for _, entry := range entries {
			mine := func(origin string) bool { return of(entry.Name(), origin) }
			if entry.IsDir() && slices.ContainsFunc(what.Origins, mine) {
				parts = append(parts, filepath.Join(folder, entry.Name()))
			}
		}
	}
	return parts, nil
}

// identifier is an origin in the name of its IndexedDB folders
// (storage/common/database/database_identifier.cc): the default port is 0.
func identifier(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return origin
	}
	port := u.Port()
	if port == "" {
		port = "0"
	}
	return u.Scheme + "_" + strings.ReplaceAll(u.Hostname(), ":", "_") + "_" + port
}

// cacheIsOf says whether a folder of Cache Storage may be an origin's: its index
// names the origin (content/browser/cache_storage, cache_storage.proto).
func cacheIsOf(folder, origin string) bool {
	index, err := os.ReadFile(filepath.Join(folder, "index.txt"))
	return err != nil || bytes.Contains(index, []byte(origin+"/")) || !bytes.Contains(index, []byte("://"))
}

// Sites are the origins of which a profile holds storage, sorted. An empty directory
// means the one that Chrome used last.
func Sites(ctx context.Context, profile, directory string) ([]string, error) {
	if directory == "" {
		directory = lastUsed(profile)
	}
	keys, err := bucketsOf(ctx, filepath.Join(profile, directory))
	sites := map[string]bool{}
	for _, key := range keys {
		sites[strings.TrimSuffix(key, "/")] = true
	}
	return slices.Sorted(maps.Keys(sites)), err
}

// bucketsOf reads whose the folders below WebStorage are: they are called by the
// numbers of storage buckets, each with the key of its site, an origin and a slash
// for one that is shown by itself. A profile without any has none.
func bucketsOf(ctx context.Context, from string) (map[string]string, error) {
	file := filepath.Join(from, "WebStorage", "QuotaManager")
	image, err := readStore(ctx, file)
	if err != nil || len(image) == 0 {
		return nil, err
	}
	keys := map[string]string{}
	store, err := sqlite.Open(image)
	if err == nil {
		err = store.Rows("buckets", func(row sqlite.Row) bool {
			keys[strconv.FormatInt(row.ID, 10)] = row.Text("storage_key")
			return true
		})
	}
	if err != nil {
		return nil, fmt.Errorf("reading which storage of the profile is the shop's, %s: %w", file, err)
	}
	return keys, nil
}

// room refuses a copy that would use the reserve up. What is linked takes no room.
func (what Selection) room(from, dst string, parts []string) error {
	var size uint64
	linked := what.linked(dst)
	for _, part := range parts {
		err := filepath.WalkDir(filepath.Join(from, part), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || linked(path) {
				return ignoreGone(err)
			}
			info, err := entry.Info()
			if err == nil {
				size += uint64(info.Size())
			}
			return ignoreGone(err)
		})
		if err != nil {
			return fmt.Errorf("measuring the profile: %w", err)
		}
	}
	free, err := disk.Free(dst)
	if err != nil {
		return err
	}
	if free < size+what.Reserve {
		return hint.Add(fmt.Errorf("%w: it takes %s, %s are free on the disk of %s, and %s of them must stay free",
			ErrNoRoom, humanize.Bytes(size), humanize.Bytes(free), dst, humanize.Bytes(what.Reserve)),
			"make room, or name a folder on another disk with --scratch DIR")
	}
	return nil
}

// linked says which files a copy in that folder links. Whether it can, the first of them
// tells: the copy may be on another file system, or on one without links.
func (what Selection) linked(dst string) func(path string) bool {
	var can *bool
	return func(path string) bool {
		if !what.Link || !immutable(path) {
			return false
		}
		if can == nil {
			probe := filepath.Join(dst, "link")
			ok := os.Link(path, probe) == nil && os.Remove(probe) == nil
			can = &ok
		}
		return *can
	}
}

// ignoreGone passes over what a running Chrome removed meanwhile.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func hostsOf(origins []string) []string {
	var out []string
	for _, origin := range origins {
		if host := hostOf(origin); host != "" {
			out = append(out, host)
		}
	}
	return out
}

// hostOf is the host name of an origin, "" of none.
func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
