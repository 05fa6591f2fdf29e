package addon

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"poswarm/internal/hint"
)

// zipTime stands on every entry: a zip of the same files is the same file, whenever it
// was made. It is the earliest time that the format knows.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func exportZip(target string, files []file) (err error) {
	if err := checkZip(target); err != nil {
		return err
	}
	if _, err := makeFolder(filepath.Dir(target)); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(target), newPattern)
	if err != nil {
		return fmt.Errorf("make a file beside %s: %w", target, err)
	}
	defer func() {
		if err != nil {
			_ = fresh.Close()
			_ = os.Remove(fresh.Name())
		}
	}()
	if err := writeZip(fresh, files); err != nil {
		return fmt.Errorf("write %s: %w", target, err)
	}
	if err := errors.Join(fresh.Chmod(0o644), fresh.Close()); err != nil {
		return fmt.Errorf("write %s: %w", target, err)
	}
	return os.Rename(fresh.Name(), target)
}

// checkZip tells whether target is free or an earlier export.
func checkZip(target string) error {
	if !exists(target) {
		return nil
	}
	archive, err := zip.OpenReader(target)
	if err != nil {
		return hint.Add(fmt.Errorf("%s exists and was not made by addon export (%w)", target, err), "choose another name")
	}
	defer func() { _ = archive.Close() }()
	tree, err := fs.Sub(archive, Name)
	if err == nil {
		err = checkSeal(tree)
	}
	if err != nil {
		return hint.Add(fmt.Errorf("%s exists and %w", target, err), "choose another name")
	}
	return nil
}

func writeZip(out io.Writer, files []file) error {
	archive := zip.NewWriter(out)
	for _, f := range files {
		header := &zip.FileHeader{Name: Name + "/" + f.path, Method: zip.Deflate, Modified: zipTime}
		header.SetMode(0o644)
		entry, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.text); err != nil {
			return err
		}
	}
	return archive.Close()
}
