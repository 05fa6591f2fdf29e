package addon_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/addon"
	"poswarm/internal/hint"
)

func export(t *testing.T, target string) {
	t.Helper()
	if err := addon.Export(target); err != nil {
		t.Fatal(err)
	}
}

func refuse(t *testing.T, target, want string) {
	t.Helper()
	err := addon.Export(target)
	if err == nil {
		t.Fatalf("export to %s went well, want it refused", target)
	}
	if !strings.Contains(err.Error(), want) || hint.Of(err) == "" {
		t.Errorf("error %q with the hint %q does not say %q", err, hint.Of(err), want)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tree returns the text of every file below root by its path.
func tree(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestExportFolderIsAnAddonsPath(t *testing.T) {
	target := filepath.Join(t.TempDir(), "new", "addons")
	export(t, target)
	files := tree(t, os.DirFS(filepath.Join(target, addon.Name)))
	for _, name := range []string{
		"__manifest__.py", "worker/service-worker.js", "worker/first-visit.js",
		"worker/src/route.js", "static/src/app/up.js", "tests/__init__.py",
	} {
		if files[name] == "" {
			t.Errorf("%s is missing or empty", name)
		}
	}
	if files["worker/service-worker.js"] != string(addon.ServiceWorker()) {
		t.Error("the exported worker is not the one that this program knows")
	}
	entries, err := os.ReadDir(target)
	if err != nil || len(entries) != 1 {
		t.Errorf("target holds %v (%v), want the addon alone", entries, err)
	}
}

func TestExportLeavesOutWhatRunningLeaves(t *testing.T) {
	target := t.TempDir()
	export(t, target)
	for name := range tree(t, os.DirFS(target)) {
		if strings.Contains(name, "__pycache__") || strings.HasSuffix(name, ".pyc") {
			t.Errorf("%s was exported", name)
		}
	}
}

func TestExportAgainIsTheSame(t *testing.T) {
	target := t.TempDir()
	export(t, target)
	before := tree(t, os.DirFS(target))
	// Odoo has run it in the meantime.
	write(t, filepath.Join(target, addon.Name, "models", "__pycache__", "x.pyc"), "compiled")
	export(t, target)
	after := tree(t, os.DirFS(target))
	if len(before) != len(after) {
		t.Errorf("%d files became %d", len(before), len(after))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s changed", name)
		}
	}
}

func TestExportReplacesAnOlderVersion(t *testing.T) {
	target := t.TempDir()
	older := filepath.Join(target, addon.Name)
	write(t, filepath.Join(older, "gone.py"), "")
	write(t, filepath.Join(older, ".poswarm-export"),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  gone.py\n")
	export(t, target)
	if _, err := os.Stat(filepath.Join(older, "gone.py")); !os.IsNotExist(err) {
		t.Errorf("a file of the older version is still there (%v)", err)
	}
}

func TestExportBesideOtherAddons(t *testing.T) {
	target := t.TempDir()
	write(t, filepath.Join(target, "sale_extra", "__manifest__.py"), "{}")
	export(t, target)
	if text := tree(t, os.DirFS(target))["sale_extra/__manifest__.py"]; text != "{}" {
		t.Errorf("the other addon became %q", text)
	}
}

func TestExportSweepsWhatAKilledOneLeft(t *testing.T) {
	target := t.TempDir()
	write(t, filepath.Join(target, ".poswarm-new-123", "half.py"), "")
	export(t, target)
	entries, err := os.ReadDir(target)
	if err != nil || len(entries) != 1 {
		t.Errorf("target holds %v (%v), want the addon alone", entries, err)
	}
}

func TestExportRefuses(t *testing.T) {
	for name, story := range map[string]struct {
		prepare func(t *testing.T, target string)
		want    string
	}{
		"a folder of something else": {func(t *testing.T, target string) {
			write(t, filepath.Join(target, "notes.txt"), "important")
		}, "is not empty and holds no addon"},
		"an addon of this name from elsewhere": {func(t *testing.T, target string) {
			write(t, filepath.Join(target, addon.Name, "__manifest__.py"), "{}")
		}, "exists and was not made by addon export"},
		"a changed file": {func(t *testing.T, target string) {
			export(t, target)
			write(t, filepath.Join(target, addon.Name, "__manifest__.py"), "{'mine': True}")
		}, "__manifest__.py was changed"},
		"an added file": {func(t *testing.T, target string) {
			export(t, target)
			write(t, filepath.Join(target, addon.Name, "i18n", "xx.po"), "mine")
		}, "export did not write: i18n/xx.po"},
	} {
		t.Run(name, func(t *testing.T) {
			target := t.TempDir()
			story.prepare(t, target)
			before := tree(t, os.DirFS(target))
			refuse(t, target, story.want)
			after := tree(t, os.DirFS(target))
			if len(before) != len(after) {
				t.Errorf("%d files became %d", len(before), len(after))
			}
			for name, text := range before {
				if after[name] != text {
					t.Errorf("%s changed", name)
				}
			}
		})
	}
}

func TestExportLeavesNothingWhenItCannotWrite(t *testing.T) {
	parent := t.TempDir()
	write(t, filepath.Join(parent, "file"), "")
	if err := addon.Export(filepath.Join(parent, "file", "addons")); err == nil {
		t.Fatal("export below a file went well")
	}
	if files := tree(t, os.DirFS(parent)); len(files) != 1 {
		t.Errorf("files left: %v", files)
	}
}

func TestExportZip(t *testing.T) {
	folder, target := t.TempDir(), filepath.Join(t.TempDir(), "addon.zip")
	export(t, folder)
	export(t, target)
	archive, err := zip.OpenReader(target)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	inZip, inFolder := tree(t, archive), tree(t, os.DirFS(folder))
	if len(inZip) != len(inFolder) {
		t.Errorf("%d files in the zip, %d in the folder", len(inZip), len(inFolder))
	}
	for name, text := range inFolder {
		if inZip[name] != text {
			t.Errorf("%s differs in the zip", name)
		}
	}
}

func TestExportZipAgainIsTheSame(t *testing.T) {
	target := filepath.Join(t.TempDir(), "addon.zip")
	export(t, target)
	before := read(t, target)
	export(t, target)
	if !bytes.Equal(before, read(t, target)) {
		t.Error("the second zip differs from the first")
	}
}

func TestExportZipRefuses(t *testing.T) {
	target := filepath.Join(t.TempDir(), "addon.zip")
	write(t, target, "not a zip")
	refuse(t, target, "was not made by addon export")

	other := filepath.Join(t.TempDir(), "other.zip")
	out, err := os.Create(other)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(out)
	entry, err := archive.Create("notes.txt")
	if err == nil {
		_, err = io.WriteString(entry, "important")
	}
	if err != nil || archive.Close() != nil || out.Close() != nil {
		t.Fatal("the other zip could not be written", err)
	}
	before := read(t, other)
	refuse(t, other, "was not made by addon export")
	if !bytes.Equal(before, read(t, other)) {
		t.Error("the refused zip was changed")
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
