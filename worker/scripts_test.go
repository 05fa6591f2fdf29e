package worker_test

import (
	"embed"
	"path"
	"strings"
)

//go:embed testdata/page/*.js
var scripts embed.FS

// pageScript is an expression of testdata that a test has a page evaluate; its first
// line says what it does there.
func pageScript(name string) string {
	text, err := scripts.ReadFile(path.Join("testdata/page", name))
	if err != nil {
		panic(err) // a name that no file has
	}
	_, expression, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(expression)
}
