package addon

import (
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"poswarm/worker"
)

// sourceFolder is where an export keeps the worker's commented source.
const sourceFolder = "worker/src"

// file is one file of the export, by its slash-separated path inside the addon.
type file struct {
	path string
	text []byte
}

// Export writes the addon to target: an addons path, in which it gets a folder of its
// name, or a zip file of that folder when target ends in .zip. The source of the worker
// is put beside the built one. An export replaces an earlier one; whatever else is in
// the way is left alone and refused.
func Export(target string) error {
	files, err := collect()
	if err != nil {
		return err
	}
	if strings.EqualFold(filepath.Ext(target), ".zip") {
		return exportZip(target, files)
	}
	return exportFolder(target, files)
}

// collect returns all files of an export, the seal last.
func collect() ([]file, error) {
	files, err := collectFrom(FS, Name, "")
	if err != nil {
		return nil, err
	}
	sources, err := collectFrom(worker.Source, "src", sourceFolder)
	if err != nil {
		return nil, err
	}
	files = append(files, sources...)
	sort.Slice(files, func(i, j int) bool { return files[i].path < files[j].path })
	return append(files, file{sealName, seal(files)}), nil
}

func collectFrom(from fs.FS, root, to string) ([]file, error) {
	var files []file
	err := fs.WalkDir(from, root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !isSource(entry) && entry.IsDir():
			return fs.SkipDir
		case !isSource(entry) || entry.IsDir():
			return nil
		}
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		files = append(files, file{path.Join(to, strings.TrimPrefix(name, root+"/")), text})
		return nil
	})
	return files, err
}
