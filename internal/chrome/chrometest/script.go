package chrometest

import (
	"io/fs"
	"strings"
)

// PageScript is what a test has a page evaluate, out of a file whose first line says
// what it does there. A name that no file has is a mistake of the test: it panics.
func PageScript(files fs.FS, name string) string {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		panic(err)
	}
	_, script, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(script)
}
