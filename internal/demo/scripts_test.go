package demo

import (
	"embed"
	"path"
	"strings"
)

//go:embed testdata/*.js
var scripts embed.FS

// pageScript is a function of testdata that a test calls in a page; its first line says
// what it does there.
func pageScript(name string) string {
	text, err := scripts.ReadFile(path.Join("testdata", name))
	if err != nil {
		panic(err) // a name that no file has
	}
	_, function, _ := strings.Cut(string(text), "\n")
	return function
}
