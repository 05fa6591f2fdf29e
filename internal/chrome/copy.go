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
)

// wanted are the parts of a profile directory that a POS needs to come up:
// the worker and its caches, the databases and the login cookie. History,
// passwords, extensions and the HTTP cache stay behind, the last because a
// verdict must not be answered by it.
var wanted = []string{
	"Service Worker", "IndexedDB", "WebStorage", "Local Storage",
	"Cookies", "Cookies-journal",
	filepath.Join("Network", "Cookies"), filepath.Join("Network", "Cookies-journal"),
}

// wantedRoot are files beside the profile directories. Local State holds the
// key of the cookies on Windows and the name of the last used directory.
var wantedRoot = []string{"Local State", "Last Version"}

// copyAttempts bounds the retries of a folder that a running Chrome changes.
const copyAttempts = 10

// errVanished says that a folder changed while it was copied.
var errVanished = errors.New("files came and went during the copy")

// CopyProfile copies what a POS needs from the profile src to the new folder
// dst, with mode 0700. It works on a profile in use: a database that Chrome
// rewrites during the copy is copied again. An empty profileDirectory means the
// one that Chrome used last. The lock is not copied.
func CopyProfile(ctx context.Context, src, dst, profileDirectory string) error {
	if profileDirectory == "" {
		profileDirectory = lastUsed(src)
	}
	if !filepath.IsLocal(profileDirectory) {
		return fmt.Errorf("%w: the profile directory %q is not a folder inside the profile", ErrNoProfile, profileDirectory)
	}
	from := filepath.Join(src, profileDirectory)
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		return withHint(fmt.Errorf("%w: %s has no folder %s", ErrNoProfile, src, profileDirectory),
			"--profile is the folder that Chrome gets as --user-data-dir, --profile-directory the folder inside it (Default)")
	}
	if entries, err := os.ReadDir(dst); err == nil && len(entries) > 0 {
		return fmt.Errorf("copying a profile: %s is not empty", dst)
	}
	to := filepath.Join(dst, profileDirectory)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("copying a profile: %w", err)
	}
	if err := os.Chmod(dst, 0o700); err != nil {
		return fmt.Errorf("copying a profile: %w", err)
	}
	for _, name := range wantedRoot {
		if err := copyPart(ctx, filepath.Join(src, name), filepath.Join(dst, name)); err != nil {
			return err
		}
	}
	for _, name := range wanted {
		if err := copyPart(ctx, filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
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

// copyPart copies a file or a folder, again while it changes. A part that is
// not there is no error: a young profile has not made all of them.
func copyPart(ctx context.Context, src, dst string) error {
	if _, err := os.Stat(src); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	pause := 5 * time.Millisecond
	for attempt := 1; ; attempt++ {
		err := copyOnce(ctx, src, dst)
		if !errors.Is(err, errVanished) {
			return err
		}
		if attempt == copyAttempts {
			return fmt.Errorf("copying %s: %w (%d times)", src, err, attempt)
		}
		if err := os.RemoveAll(dst); err != nil {
			return fmt.Errorf("copying %s: %w", src, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("copying %s: %w", src, ctx.Err())
		case <-time.After(pause):
		}
		pause *= 2
	}
}

// copyOnce copies src and fails with errVanished when its list of files is not
// the same before and after. A database is a set of files that belong together,
// so one that was replaced meanwhile spoils the copy.
func copyOnce(ctx context.Context, src, dst string) error {
	before, err := listing(src)
	if err != nil {
		return fmt.Errorf("copying %s: %w", src, err)
	}
	for _, rel := range before {
		if ctx.Err() != nil {
			return fmt.Errorf("copying %s: %w", src, ctx.Err())
		}
		if err := copyEntry(filepath.Join(src, rel), filepath.Join(dst, rel)); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return errVanished
			}
			return fmt.Errorf("copying %s: %w", filepath.Join(src, rel), err)
		}
	}
	after, err := listing(src)
	if err != nil {
		return fmt.Errorf("copying %s: %w", src, err)
	}
	if !slices.Equal(before, after) {
		return errVanished
	}
	return nil
}

// listing returns the relative paths under root that a copy takes, each folder
// before its content.
func listing(root string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != root {
			return nil // gone since the parent was read
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() || d.Type().IsRegular() && !temporary(d.Name()) {
			out = append(out, rel)
		}
		return nil
	})
	return out, err
}

// temporary reports names that Chrome writes for a moment, or that belong to
// the running Chrome only (the lock file of LevelDB).
func temporary(name string) bool {
	return name == "LOCK" || strings.HasSuffix(name, ".dbtmp") || strings.HasSuffix(name, ".tmp") || strings.HasPrefix(name, "todelete_")
}

func copyEntry(src, dst string) error {
	if info, err := os.Stat(src); err != nil {
		return err
	} else if info.IsDir() {
		return os.MkdirAll(dst, 0o700)
	}
	return copyFile(src, dst)
}

func copyFile(src, dst string) error {
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
