package chrome

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"poswarm/internal/hint"
	"poswarm/internal/pace"
)

// wanted are the parts of a profile directory that a POS needs to come up:
// the worker and its caches and the databases. History, passwords, extensions and
// the HTTP cache stay behind, the last because a verdict must not be answered by
// it. Cookies have their own rule.
var wanted = []string{"Service Worker", "IndexedDB", "WebStorage", "Local Storage"}

// wantedRoot are files beside the profile directories. Local State holds the
// key of the cookies on Windows and the name of the last used directory.
var wantedRoot = []string{"Local State", "Last Version"}

// copyAttempts bounds the retries of a folder that a running Chrome changes.
// They take 2.5 s in all.
const copyAttempts = 9

// Selection says which part of a profile is copied. The zero value is all that a
// POS needs, the log-in included.
type Selection struct {
	// ProfileDirectory is the folder inside the profile; empty means the one that
	// Chrome used last.
	ProfileDirectory string
	// WithoutLogin destroys the value of every cookie that a script may not read,
	// and of every other host's, in the copy: see [copyCookies].
	WithoutLogin bool
	// Origins are the only ones whose storage is copied, such as
	// https://pos.example.org; nil for all. An empty list is for none: such a copy
	// tells which service workers there are.
	Origins []string
	// Settings takes over what pages are allowed, such as scripts: what is judged
	// must not be allowed more than the terminal's own page.
	Settings bool
	// Link links files that Chrome never changes in place, where that can be
	// done. The profile must be a copy of ours: a till's own files are no link's.
	Link bool
	// Reserve is how many bytes must be left on the disk of the copy.
	Reserve uint64
}

// CopyProfile copies what a POS needs from the profile src to the new folder
// dst, with mode 0700. It works on a profile in use: a database that Chrome
// rewrites during the copy is copied again. The lock is not copied. It is
// measured first, and nothing is left of a copy that did not end.
func CopyProfile(ctx context.Context, src, dst string, what Selection) (err error) {
	if what.ProfileDirectory == "" {
		what.ProfileDirectory = lastUsed(src)
	}
	if !filepath.IsLocal(what.ProfileDirectory) {
		return fmt.Errorf("%w: the profile directory %q is not a folder inside the profile", ErrNoProfile, what.ProfileDirectory)
	}
	from := filepath.Join(src, what.ProfileDirectory)
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		return hint.Add(fmt.Errorf("%w: %s has no folder %s", ErrNoProfile, src, what.ProfileDirectory),
			"--profile is the folder that Chrome gets as --user-data-dir, --profile-directory the folder inside it (Default)")
	}
	if err := Mine(src); err != nil {
		return err
	}
	if entries, err := os.ReadDir(dst); err == nil && len(entries) > 0 {
		return fmt.Errorf("copying a profile: %s is not empty", dst)
	}
	parts, err := what.parts(ctx, from)
	if err != nil {
		return err
	}
	to := filepath.Join(dst, what.ProfileDirectory)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("copying a profile: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dst) // a part of a profile is of no use and takes room
		}
	}()
	if err := os.Chmod(dst, 0o700); err != nil {
		return fmt.Errorf("copying a profile: %w", err)
	}
	if err := what.room(from, dst, parts); err != nil {
		return err
	}
	for _, name := range wantedRoot {
		if err := what.copyPart(ctx, filepath.Join(src, name), filepath.Join(dst, name)); err != nil {
			return err
		}
	}
	for _, name := range parts {
		if err := what.copyPart(ctx, filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	if what.Settings {
		if err := copySettings(from, to); err != nil {
			return err
		}
	}
	return what.cookies(ctx, from, to)
}

// cookies copies the cookie stores as the selection says.
func (what Selection) cookies(ctx context.Context, from, to string) error {
	for _, name := range cookieStores {
		src, dst := filepath.Join(from, name), filepath.Join(to, name)
		if what.WithoutLogin {
			if err := copyCookies(ctx, src, dst, hostsOf(what.Origins)); err != nil {
				return err
			}
			continue
		}
		for _, suffix := range []string{"", "-journal"} {
			if err := what.copyPart(ctx, src+suffix, dst+suffix); err != nil {
				return err
			}
		}
	}
	return nil
}

// lastUsed returns the profile directory that Chrome would choose by itself.
func lastUsed(profile string) string {
	raw, err := os.ReadFile(filepath.Join(profile, "Local State"))
	if err == nil {
		var state struct {
			Profile struct {
				LastUsed string `json:"last_used"`
			} `json:"profile"`
		}
		if json.Unmarshal(raw, &state) == nil && state.Profile.LastUsed != "" {
			return state.Profile.LastUsed
		}
	}
	return "Default"
}

// copyPart copies a file or a folder. A part that is not there is no error: a
// young profile has not made all of them.
func (what Selection) copyPart(ctx context.Context, src, dst string) error {
	info, err := os.Stat(src)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("copying a profile: %w", err)
	case info.IsDir():
		return what.copyFolder(ctx, src, dst)
	}
	return steady(ctx, src, func() (bool, error) {
		before, err := os.Stat(src)
		if err != nil {
			return errors.Is(err, fs.ErrNotExist), nil
		}
		if err := what.copyFile(src, dst); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		after, err := os.Stat(src)
		return err == nil && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime()), nil
	})
}

// copyFolder copies the files of a folder, again while a database in it is
// rewritten, and then its folders.
func (what Selection) copyFolder(ctx context.Context, src, dst string) error {
	var folders []string
	err := steady(ctx, src, func() (bool, error) {
		before, err := readFolder(src)
		if err != nil {
			return false, err
		}
		if err := os.RemoveAll(dst); err != nil {
			return false, err
		}
		if err := os.MkdirAll(dst, 0o700); err != nil {
			return false, err
		}
		for _, name := range before.files {
			err := what.copyFile(filepath.Join(src, name), filepath.Join(dst, name))
			// A cached answer that was dropped meanwhile is no loss; a file of
			// a database shows in the state after.
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return false, err
			}
		}
		after, err := readFolder(src)
		folders = after.folders
		return slices.Equal(before.database, after.database), err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the folder itself was dropped
	}
	if err != nil {
		return err
	}
	for _, name := range folders {
		if err := what.copyFolder(ctx, filepath.Join(src, name), filepath.Join(dst, name)); err != nil {
			return err
		}
	}
	return nil
}

// steady calls try until it says that nothing changed under it.
func steady(ctx context.Context, src string, try func() (bool, error)) error {
	pause := 5 * time.Millisecond
	for attempt := 1; attempt <= copyAttempts; attempt++ {
		if ctx.Err() != nil {
			return fmt.Errorf("copying %s: %w", src, ctx.Err())
		}
		same, err := try()
		if err != nil {
			return fmt.Errorf("copying %s: %w", src, err)
		}
		if same {
			return nil
		}
		_ = pace.Sleep(ctx, pause) // the next attempt asks the context
		pause *= 2
	}
	return fmt.Errorf("copying %s: it changed during each of %d attempts", src, copyAttempts)
}

// folder is what a copy has to know of a folder.
type folder struct {
	files, folders []string
	// database identifies the state of the databases in it: the names of a
	// LevelDB, whose files only grow or are replaced, and also size and time
	// of an SQLite file, which is changed in place.
	database []string
}

func readFolder(path string) (folder, error) {
	var f folder
	entries, err := os.ReadDir(path)
	if err != nil {
		return f, err
	}
	for _, e := range entries {
		name := e.Name()
		switch {
		case e.IsDir():
			f.folders = append(f.folders, name)
			continue
		case !e.Type().IsRegular() || temporary(name):
			continue
		}
		f.files = append(f.files, name)
		switch {
		case isLevelDB(name):
			f.database = append(f.database, name)
		case isSQLite(name):
			if info, err := e.Info(); err == nil {
				f.database = append(f.database, fmt.Sprint(name, info.Size(), info.ModTime()))
			}
		}
	}
	return f, nil
}

func isLevelDB(name string) bool {
	return name == "CURRENT" || strings.HasPrefix(name, "MANIFEST-") || strings.HasSuffix(name, ".ldb") || strings.HasSuffix(name, ".log")
}

func isSQLite(name string) bool {
	base := strings.TrimSuffix(name, "-journal")
	return base == "Cookies" || base == "QuotaManager" || strings.HasSuffix(base, ".db") || strings.HasSuffix(base, ".sqlite")
}

// temporary reports names that Chrome writes for a moment, or that belong to
// the running Chrome only (the lock file of LevelDB).
func temporary(name string) bool {
	return name == "LOCK" || strings.HasSuffix(name, ".dbtmp") || strings.HasSuffix(name, ".tmp") || strings.HasPrefix(name, "todelete_")
}

// immutable says whether Chrome writes a file once and only ever removes it: the
// tables of a LevelDB, and the blobs of an IndexedDB.
func immutable(path string) bool {
	return strings.HasSuffix(path, ".ldb") || strings.Contains(filepath.ToSlash(path), ".indexeddb.blob/")
}

func (what Selection) copyFile(src, dst string) error {
	if what.Link && immutable(src) && os.Link(src, dst) == nil {
		return nil
	}
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(dst), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(dst, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}
