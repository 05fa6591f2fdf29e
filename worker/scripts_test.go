package worker_test

import (
	"embed"
	"path"

	"poswarm/internal/chrome/chrometest"
)

//go:embed testdata/page/*.js
var scripts embed.FS

// pageScript is an expression that a test has a page evaluate, out of testdata/page.
func pageScript(name string) string {
	return chrometest.PageScript(scripts, path.Join("testdata/page", name))
}
