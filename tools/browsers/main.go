// Command browsers runs the worker's stories in browsers that poswarm does not drive
// otherwise: Firefox over WebDriver BiDi, WebKitGTK over WebDriver, and Chromium beside
// them, each with the embedded demo. It prints one table, story by browser.
//
//	make test-browsers
//
// BROWSERS names some of chromium, firefox, webkit; BROWSERS_WORKER a worker of the
// demo other than ours, with which stories must fail; BROWSERS_KEEP a folder for
// pictures. It ends with 1 when a story failed, 3 when a browser could not be driven.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"poswarm/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code, err := run(ctx, os.Getenv)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "browsers:", err)
	}
	os.Exit(code)
}

// openers start a browser with an empty profile in a folder, by the browser's name.
var openers = map[string]func(context.Context, string) (browser, error){
	"chromium": openChromium,
	"firefox":  openFirefox,
	"webkit":   openWebKit,
}

func run(ctx context.Context, getenv func(string) string) (int, error) {
	names := strings.Fields(cmp.Or(getenv("BROWSERS"), "chromium firefox webkit"))
	o := options{cmp.Or(getenv("BROWSERS_WORKER"), demo.WorkerPoswarm), getenv("BROWSERS_KEEP"), outages, 45 * time.Second}
	var columns []*column
	for _, name := range names {
		open := openers[name]
		if open == nil {
			return 2, fmt.Errorf("unknown browser %q in BROWSERS: choose of chromium, firefox, webkit", name)
		}
		columns = append(columns, judge(ctx, name, open, o))
	}
	if err := render(os.Stdout, columns); err != nil {
		return 3, err
	}
	return exitCode(columns), nil
}

func exitCode(columns []*column) int {
	code := 0
	for _, c := range columns {
		switch {
		case c.err != nil:
			return 3
		case len(c.failed()) > 0:
			code = 1
		}
	}
	return code
}
