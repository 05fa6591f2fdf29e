// Package scenarios embeds the built-in scenarios and the JSON Schema of their
// language. Parsing them is the job of verify/scenario.
package scenarios

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Schema is the JSON Schema of a scenario file, for editors.
//
//go:embed schema.json
var Schema []byte

// Names lists the built-in scenarios in alphabetical order.
func Names() []string {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		panic("the embedded scenarios cannot be listed: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// Read gives the text of a built-in scenario; ok is false when there is none of
// that name.
func Read(name string) (text []byte, ok bool) {
	text, err := files.ReadFile(name + ".yaml")
	return text, err == nil
}
