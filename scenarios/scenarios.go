// Package scenarios embeds the built-in scenarios and the JSON Schema of their
// language. Parsing them is the job of verify/scenario.
package scenarios

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
)

//go:embed *.yaml
var files embed.FS

// Schema is the JSON Schema of a scenario file, for editors.
//
//go:embed schema.json
var Schema []byte

//go:embed expected-console.txt
var expectedConsole string

// ExpectedConsole gives the console errors that a POS without its server cannot
// avoid: one regular expression a line of expected-console.txt, behind a tab
// the file that writes them.
var ExpectedConsole = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for i, line := range strings.Split(expectedConsole, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pattern, source, _ := strings.Cut(line, "\t")
		compiled, err := regexp.Compile(pattern)
		if err != nil || strings.TrimSpace(source) == "" {
			panic(fmt.Sprintf("expected-console.txt:%d: want a regular expression, a tab and the file that writes it", i+1))
		}
		out = append(out, compiled)
	}
	return out
})

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
