module poswarm

go 1.26.0

// The npm packages of the worker's checks contain Go files of their own.
ignore ./worker/node_modules

// The program.
require (
	github.com/chromedp/cdproto v0.159.2 // the DevTools protocol as Go types; goes with chromedp
	github.com/chromedp/chromedp v0.23.0 // drives Chrome; docs/decisions/2026-11-23-chromedp-v0.23.md
	github.com/coder/websocket v1.8.15 // the bus of the demo's page
	github.com/dustin/go-humanize v1.1.0 // sizes as people read them
	github.com/goccy/go-yaml v1.19.2 // scenario files, with the place of every mistake
	github.com/gofrs/flock v0.13.0 // one prime at a time on a profile, on every system
	github.com/olekukonko/tablewriter v1.1.5 // tables on a terminal
	github.com/urfave/cli/v2 v2.27.7 // flags and environment variables of the commands
	github.com/xrash/smetrics v0.0.0-20240521201337-686a1a2994c1 // "did you mean"; comes with urfave/cli
	go.etcd.io/bbolt v1.5.0 // what a fleet answered, in one file that survives a power cut
	golang.org/x/net v0.43.0 // host names as browsers write them (IDNA)
	golang.org/x/sync v0.24.0 // as many scenarios at a time as asked for
	golang.org/x/sys v0.49.0 // network namespaces, process groups, room on the disk
	golang.org/x/term v0.47.0 // is it a terminal, and how wide
	golang.org/x/time v0.16.0 // the bandwidth of a slow line
)

// Builds and tests only.
require (
	github.com/evanw/esbuild v0.28.2 // bundles the worker and the demo's page at go generate
	github.com/google/go-cmp v0.7.0 // differences in test failures
	github.com/rogpeppe/go-internal v1.16.0 // testscript: the command line as stories
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // proves that scenarios/schema.json says what the parser does
	go.uber.org/goleak v1.3.0 // no goroutine is left behind a browser or a gate
	golang.org/x/tools v0.36.0 // types of other platforms from the sources, without compiling for them
)

// What those need themselves.
require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/clipperhouse/displaywidth v0.10.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.6.0 // indirect
	github.com/cpuguy83/go-md2man/v2 v2.0.7 // indirect
	github.com/fatih/color v1.18.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/mattn/go-runewidth v0.0.19 // indirect
	github.com/olekukonko/cat v0.0.0-20250911104152-50322a0618f6 // indirect
	github.com/olekukonko/errors v1.2.0 // indirect
	github.com/olekukonko/ll v0.1.6 // indirect
	github.com/russross/blackfriday/v2 v2.1.0 // indirect
	golang.org/x/mod v0.27.0 // indirect
	golang.org/x/text v0.28.0 // indirect
)
