package demo

import (
	"embed"
	"path"

	"poswarm/internal/chrome/chrometest"
)

//go:embed testdata/*.js
var scripts embed.FS

// pageScript is a function that a test calls in a page, out of testdata.
func pageScript(name string) string {
	return chrometest.PageScript(scripts, path.Join("testdata", name))
}
